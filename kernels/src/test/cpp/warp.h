// The state of a warp and of the block it belongs to.
#pragma once

#include <cstdint>
#include <vector>

#include "counts.h"
#include "instruction.h"
#include "shared_memory.h"

namespace emulator {

class DeviceMemory;
struct Allocation;

/** What lane operations see of the launch. */
struct Launch {
  const Program* program = nullptr;
  DeviceMemory* memory = nullptr;
  std::vector<uint8_t> parameters;
  uint32_t grid[3] = {1, 1, 1};
  uint32_t block[3] = {1, 1, 1};
  uint32_t dynamicShared = 0;
  uint32_t sequence = 0;  // of this launch, for races between blocks
};

/**
 * The pattern of addresses of the last request of an instruction that began at such a place of a
 * 128-byte line, and what it cost. Most requests repeat the pattern of one before.
 */
struct AccessMemo {
  uint32_t mask = 0;
  Space space = Space::kGlobal;
  uint64_t base = 0;
  uint64_t deltas[32] = {};
  uint32_t sectors = 0, idealSectors = 0, bytes = 0, wavefronts = 0, conflicts = 0;
  // Lanes by address: the first of each group, and all of it.
  uint32_t groups = 0;
  uint8_t first[32] = {};
  uint32_t members[32] = {};
};
constexpr uint32_t kMemos = 8;  // of an access

/** What the warps of a block share. */
struct Block {
  const Launch* launch = nullptr;
  uint32_t index[3] = {0, 0, 0};
  uint64_t stamp = 0;  // of writes to global memory: launch and block
  SharedMemory shared;
  std::vector<uint8_t> local;         // of all threads, one after the other
  std::vector<uint8_t> localWritten;  // 1 for each byte written
  std::vector<InstructionCounts> counts;
  std::vector<AccessMemo> memos;  // kMemos for each access
  std::vector<const Allocation*> allocations;  // where each access was last
};

/** One level of divergence: run the lanes of the mask from pc until reconvergence. */
struct StackEntry {
  uint32_t pc;
  uint32_t reconvergence;
  uint32_t mask;
};

struct Warp {
  Block* block = nullptr;
  uint32_t index = 0;
  uint32_t live = 0;  // lanes that have not returned
  uint32_t epoch = 0;  // counts bar.warp.sync within a barrier interval
  uint32_t barrier = kNone;  // instruction at which it waits
  uint8_t* registers = nullptr;
  uint32_t* predicates = nullptr;
  std::vector<StackEntry> stack;
};

}  // namespace emulator
