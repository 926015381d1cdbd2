// Faults that a program was caught at.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace emulator {

struct Warp;
struct Instruction;

/** A fault of an executed program; the code is what the driver would return. */
class Fault : public std::runtime_error {
 public:
  Fault(int code, const std::string& text) : std::runtime_error(text), code(code) {}
  const int code;
};

constexpr int kIllegalAddress = 700;
constexpr int kMisaligned = 716;
constexpr int kLaunchFailed = 719;

/** A fault of one thread at one instruction: "kernel K, PTX line L, block (..), thread (..): what". */
Fault threadFault(int code, const Warp& warp, const Instruction& instruction, unsigned lane,
                  const std::string& what);

std::string hexadecimal(uint64_t value);

}  // namespace emulator
