// Decoded instructions and programs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "counts.h"
#include "syntax.h"

namespace emulator {

struct Warp;
struct Instruction;

/** Does the work of one instruction for the lanes of the mask, which is never empty. */
using Execute = void (*)(Warp& warp, const Instruction& instruction, uint32_t mask);

enum class Kind : uint8_t { kPlain, kBranch, kExit, kBarrier };
/** What a barrier tells all threads about their predicates. */
enum class Reduction : uint8_t { kNone, kCount, kAll, kAny };
enum class Space : uint8_t { kGlobal, kShared, kLocal, kParameter, kGeneric };

constexpr uint32_t kNone = UINT32_MAX;

/**
 * One instruction. Operands are offsets of registers in the register file of a warp, in bytes, or
 * indices of predicates. Immediate operands are registers that are filled once.
 */
struct Instruction {
  Execute execute = nullptr;
  uint32_t guard = kNone;
  bool guardNegated = false;
  Kind kind = Kind::kPlain;
  Reduction reduction = Reduction::kNone;
  InstructionClass instructionClass = InstructionClass::kInteger;
  bool endsRun = false;  // what follows is a point of reconvergence
  uint32_t destination = 0;
  uint32_t a = 0;
  uint32_t b = 0;
  uint32_t c = 0;
  uint32_t d = 0;
  uint32_t second = kNone;  // second destination, a predicate
  bool negated = false;     // of a predicate operand
  uint32_t extra = 0;       // what the opcode wants: a table of lop3, a target, a barrier
  uint32_t reconvergence = kNone;
  uint32_t access = kNone;  // index of the memory access
  uint32_t line = 0;
};

/** What a memory instruction accesses. */
struct MemoryAccess {
  Space space = Space::kGlobal;
  uint32_t elementSize = 4;
  uint32_t elements = 1;
  bool isSigned = false;
  bool isVolatile = false;
  bool isStore = false;
  bool isAtomic = false;
  bool wideAddress = true;    // the address register has 64 bits
  uint32_t address = kNone;   // register; kNone: the displacement alone
  int64_t displacement = 0;
  uint32_t registers[4] = {0, 0, 0, 0};
  bool wideRegister[4] = {false, false, false, false};
};

enum class SpecialKind : uint8_t {
  kTidX, kTidY, kTidZ, kNtidX, kNtidY, kNtidZ, kCtaidX, kCtaidY, kCtaidZ, kNctaidX, kNctaidY,
  kNctaidZ, kLane, kWarp, kWarps, kLaneMaskEq, kLaneMaskLt, kLaneMaskLe, kLaneMaskGt, kLaneMaskGe
};

/** A register that is filled before the program runs, and with what. */
struct ConstantRegister {
  uint32_t offset;
  bool wide;
  uint64_t bits;
};
struct SpecialRegister {
  uint32_t offset;
  SpecialKind kind;
};

struct Parameter {
  uint32_t offset;
  uint32_t size;
};

/** Natural loop: the instructions of its body in order, its header first in flow. */
struct Loop {
  uint32_t header;
  std::vector<uint32_t> body;
  uint32_t depth;  // 1 for outermost loops
  bool innermost;
  uint32_t firstLine;
  uint32_t lastLine;
};

/** A kernel, ready to run. */
struct Program {
  std::string name;
  uint32_t line = 0;
  std::vector<Instruction> code;
  std::vector<MemoryAccess> accesses;
  std::vector<ConstantRegister> constants;
  std::vector<SpecialRegister> specials;
  std::vector<Parameter> parameters;
  std::vector<Loop> loops;
  uint32_t parameterBytes = 0;
  uint32_t registerBytes = 0;
  uint32_t predicates = 0;
  uint32_t declaredRegisters = 0;
  uint32_t sharedBytes = 0;  // static
  uint32_t localBytes = 0;   // of a thread
  uint32_t granuleShift = 2;  // log2 of the unit in which shared memory is tracked
  uint32_t maxThreads = 1024;
  uint32_t requiredThreads[3] = {0, 0, 0};
  std::shared_ptr<KernelCounts> counts;
};

/** The value of a pointer to the first byte of a window, for generic addresses. */
constexpr uint64_t kSharedWindow = 0x0000100000000000;
constexpr uint64_t kLocalWindow = 0x0000110000000000;
constexpr uint64_t kWindowSize = 0x0000000001000000;

}  // namespace emulator
