#include "fault.h"

#include <cstdio>

#include "instruction.h"
#include "warp.h"

namespace emulator {

std::string hexadecimal(uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

namespace {

std::string triple(uint32_t x, uint32_t y, uint32_t z) {
  return "(" + std::to_string(x) + "," + std::to_string(y) + "," + std::to_string(z) + ")";
}

}  // namespace

Fault threadFault(int code, const Warp& warp, const Instruction& instruction, unsigned lane,
                  const std::string& what) {
  const Launch& launch = *warp.block->launch;
  const uint32_t thread = warp.index * 32 + lane;
  const uint32_t* size = launch.block;
  const uint32_t* block = warp.block->index;
  return Fault(code, "kernel " + launch.program->name + ", PTX line " +
                         std::to_string(instruction.line) + ", block " +
                         triple(block[0], block[1], block[2]) + ", thread " +
                         triple(thread % size[0], thread / size[0] % size[1],
                                thread / size[0] / size[1]) +
                         ": " + what);
}

}  // namespace emulator
