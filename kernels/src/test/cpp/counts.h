// What is counted while kernels run.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace emulator {

enum class InstructionClass : uint8_t {
  kFusedFloat,
  kOtherFloat,
  kDouble,
  kInteger,
  kPredicate,
  kBranch,
  kSharedLoad,
  kSharedStore,
  kGlobalLoad,
  kGlobalStore,
  kAtomic,
  kLocal,
  kParameter,
  kBarrier,
  kSpecial
};
constexpr size_t kClasses = 15;
extern const char* const kClassNames[kClasses];

/** Counts of one instruction, summed over warps. */
struct InstructionCounts {
  uint64_t warps = 0;         // times issued
  uint64_t threads = 0;       // lanes that took part
  uint64_t requests = 0;      // of memory
  uint64_t sectors = 0;       // global: 32-byte sectors touched
  uint64_t idealSectors = 0;  // global: sectors that the distinct bytes need at least
  uint64_t bytes = 0;         // distinct bytes asked for
  uint64_t wavefronts = 0;    // shared
  uint64_t conflicts = 0;     // shared: wavefronts beyond the least

  void add(const InstructionCounts& other);
};

/** What an instruction is, for the report. */
struct InstructionNote {
  uint32_t line;
  InstructionClass instructionClass;
};

struct LoopNote {
  uint32_t header;
  std::vector<uint32_t> body;
  uint32_t firstLine;
  uint32_t lastLine;
  uint32_t depth;
  bool innermost;
};

/** The counts of one kernel of one PTX text over the life of the process. */
struct KernelCounts {
  std::string name;
  std::vector<InstructionNote> notes;
  std::vector<LoopNote> loops;

  std::mutex guard;  // of what follows
  uint64_t launches = 0;
  uint64_t blocks = 0;
  uint64_t threads = 0;
  double seconds = 0;
  std::vector<InstructionCounts> instructions;
};

}  // namespace emulator
