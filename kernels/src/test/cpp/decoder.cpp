#include "decoder.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "lanes.h"
#include "fault.h"
#include "memory_operations.h"
#include "operations.h"
#include "register_file.h"
#include "text.h"

namespace emulator {
namespace {

std::vector<std::string> words(const std::string& opcode) {
  std::vector<std::string> result;
  size_t start = 0;
  while (start <= opcode.size()) {
    const size_t dot = std::min(opcode.find('.', start), opcode.size());
    result.push_back(opcode.substr(start, dot - start));
    start = dot + 1;
  }
  return result;
}

bool oneOf(const std::string& word, std::initializer_list<const char*> list) {
  return std::any_of(list.begin(), list.end(), [&](const char* each) { return word == each; });
}

void packWords(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t* a = slots<uint32_t>(warp, in.a);
  const uint32_t* b = slots<uint32_t>(warp, in.b);
  setLanes<uint64_t>(warp, in.destination, mask,
                     [=](int i) { return uint64_t(b[i]) << 32 | a[i]; });
}

void unpackWords(Warp& warp, const Instruction& in, uint32_t mask) {
  uint64_t a[32];
  std::memcpy(a, warp.registers + in.a, sizeof a);
  if (in.destination != kNone) {
    setLanes<uint32_t>(warp, in.destination, mask, [&](int i) { return uint32_t(a[i]); });
  }
  if (in.extra != kNone) {
    setLanes<uint32_t>(warp, in.extra, mask, [&](int i) { return uint32_t(a[i] >> 32); });
  }
}

void packHalves(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t* a = slots<uint32_t>(warp, in.a);
  const uint32_t* b = slots<uint32_t>(warp, in.b);
  setLanes<uint32_t>(warp, in.destination, mask,
                     [=](int i) { return b[i] << 16 | (a[i] & 0xffff); });
}

void unpackHalves(Warp& warp, const Instruction& in, uint32_t mask) {
  uint32_t a[32];
  std::memcpy(a, warp.registers + in.a, sizeof a);
  if (in.destination != kNone) {
    setLanes<uint32_t>(warp, in.destination, mask, [&](int i) { return a[i] & 0xffff; });
  }
  if (in.extra != kNone) {
    setLanes<uint32_t>(warp, in.extra, mask, [&](int i) { return a[i] >> 16; });
  }
}

void trap(Warp& warp, const Instruction& in, uint32_t mask) {
  throw threadFault(kLaunchFailed, warp, in, __builtin_ctz(mask), "trap");
}

class Decoder {
 public:
  Decoder(const ModuleSyntax& module, const KernelSyntax& kernel,
          const std::map<std::string, uint64_t>& globals)
      : module_(module), kernel_(kernel), globals_(globals), registers_(kernel, program_) {}

  Program run() {
    program_.name = kernel_.name;
    program_.line = kernel_.line;
    program_.maxThreads = kernel_.maxThreads;
    std::copy_n(kernel_.requiredThreads, 3, program_.requiredThreads);
    placeParameters();
    placeVariables();
    for (const LabelPlace& label : kernel_.labels) labels_[label.name] = label.statement;
    for (const Statement& statement : kernel_.statements) instruction(statement);
    Instruction end;  // falling off the end returns
    end.kind = Kind::kExit;
    end.instructionClass = InstructionClass::kBranch;
    end.line = kernel_.statements.empty() ? kernel_.line : kernel_.statements.back().line;
    program_.code.push_back(end);
    chooseGranule();
    analyzeFlow(program_);
    return std::move(program_);
  }

 private:
  [[noreturn]] void unknown(const std::string& what) const {
    throw PtxError(statement_->line, "kernel " + kernel_.name + ": " + what + " in " +
                                         statement_->opcode);
  }

  static uint64_t aligned(uint64_t offset, uint32_t alignment) {
    return (offset + alignment - 1) / alignment * alignment;
  }

  void placeParameters() {
    uint64_t offset = 0;
    for (const Variable& v : kernel_.parameters) {
      offset = aligned(offset, v.alignment);
      symbols_[v.name] = offset;
      program_.parameters.push_back({uint32_t(offset), uint32_t(v.size)});
      offset += v.size;
    }
    program_.parameterBytes = uint32_t(offset);
  }

  void placeVariables() {
    uint64_t shared = 0;
    uint64_t local = 0;
    const auto place = [&](const Variable& v, uint64_t& offset) {
      offset = aligned(offset, v.alignment);
      symbols_[v.name] = offset;
      offset += v.size;
    };
    std::vector<const Variable*> dynamic;
    const auto visit = [&](const Variable& v) {
      if (v.space == ".local") place(v, local);
      if (v.space != ".shared") return;
      if (v.isExtern) {
        dynamic.push_back(&v);
      } else {
        place(v, shared);
      }
    };
    for (const Variable& v : kernel_.variables) visit(v);
    for (const Variable& v : module_.variables) {
      // Shared variables of the module count only where the kernel names them.
      if (v.space == ".shared" && (v.isExtern || names(v.name))) visit(v);
    }
    shared = aligned(shared, 16);  // dynamic shared memory follows
    for (const Variable* v : dynamic) symbols_[v->name] = shared;
    program_.sharedBytes = uint32_t(shared);
    program_.localBytes = uint32_t(aligned(local, 16));
    for (const auto& [name, address] : globals_) symbols_[name] = address;
  }

  bool names(const std::string& name) const {
    for (const Statement& s : kernel_.statements) {
      for (const Operand& o : s.operands) {
        if (o.text == name) return true;
      }
    }
    return false;
  }

  void instruction(const Statement& statement) {
    statement_ = &statement;
    in_ = Instruction();
    in_.line = statement.line;
    if (!statement.guard.empty()) {
      if (registers_.size(statement.guard, statement.line) != 0) unknown("a guard that is no predicate");
      in_.guard = registers_.place(statement.guard, statement.line);
      in_.guardNegated = statement.guardNegated;
    }
    const std::vector<std::string> parts = words(statement.opcode);
    const std::string& first = parts[0];
    if (oneOf(statement.opcode, {"bra", "bra.uni"})) {
      branch();
    } else if (oneOf(statement.opcode, {"ret", "ret.uni", "exit"})) {
      in_.kind = Kind::kExit;
      in_.instructionClass = InstructionClass::kBranch;
      expectOperands(0);
    } else if (oneOf(statement.opcode, {"bar.sync", "barrier.sync", "barrier.sync.aligned",
                                        "bar.cta.sync", "barrier.cta.sync",
                                        "barrier.cta.sync.aligned"})) {
      barrier();
    } else if (oneOf(statement.opcode, {"bar.red.popc.u32", "bar.red.and.pred",
                                        "bar.red.or.pred"})) {
      reducingBarrier(parts[2]);
    } else if (statement.opcode == "trap") {
      in_.execute = trap;
    } else if (first == "ld" || first == "st") {
      access(parts);
    } else if (first == "atom" || first == "red") {
      atomic(parts);
    } else if (first == "mov" && isPack()) {
      pack();
    } else {
      operation();
    }
    program_.code.push_back(in_);
  }

  void expectOperands(size_t count) const {
    if (statement_->operands.size() != count) {
      unknown(std::to_string(statement_->operands.size()) + " operands, expected " +
              std::to_string(count));
    }
  }

  void branch() {
    expectOperands(1);
    const auto found = labels_.find(statement_->operands[0].text);
    if (found == labels_.end()) unknown("unknown label " + statement_->operands[0].text);
    in_.kind = Kind::kBranch;
    in_.instructionClass = InstructionClass::kBranch;
    in_.extra = found->second;
  }

  void barrier() {
    expectOperands(1);
    const Operand& name = statement_->operands[0];
    if (name.kind != Operand::kNumber) unknown("a barrier that is not named by a number");
    in_.kind = Kind::kBarrier;
    in_.instructionClass = InstructionClass::kBarrier;
    in_.extra = uint32_t(numberBits(name.text, "u32", statement_->line));
  }

  /** bar.red d, barrier, p: all threads of the block get how many say p, or whether all or any. */
  void reducingBarrier(const std::string& how) {
    expectOperands(3);
    const std::vector<Operand>& o = statement_->operands;
    const bool counts = how == "popc";
    if (o[1].kind != Operand::kNumber) unknown("a barrier that is not named by a number");
    if (o[2].kind != Operand::kName || registers_.size(o[2].text, statement_->line) != 0) {
      unknown("operand " + o[2].text);
    }
    in_.destination = operand(o[0], counts ? "u32" : "pred", true);
    in_.a = registers_.place(o[2].text, statement_->line);
    in_.negated = o[2].negated;
    in_.kind = Kind::kBarrier;
    in_.reduction = counts ? Reduction::kCount : how == "and" ? Reduction::kAll : Reduction::kAny;
    in_.instructionClass = InstructionClass::kBarrier;
    in_.extra = uint32_t(numberBits(o[1].text, "u32", statement_->line));
  }

  void operation() {
    const auto& table = operations();
    const auto found = table.find(statement_->opcode);
    if (found == table.end()) {
      const std::vector<std::string> parts = words(statement_->opcode);
      if (parts.size() == 2 && oneOf(parts[0], {"add", "sub", "mul"}) && parts[1][0] == 'f') {
        unknown("without .rn the assembler may fuse a product and a sum: build with -fmad=false;"
                " opcode not executed");
      }
      throw PtxError(statement_->line,
                     "kernel " + kernel_.name + ": unknown opcode " + statement_->opcode);
    }
    const Operation& operation = found->second;
    in_.execute = operation.execute;
    in_.instructionClass = operation.instructionClass;
    const bool hasDestination = operation.types.empty() || !operation.types[0].empty();
    const size_t first = hasDestination ? 0 : 1;
    expectOperands(operation.types.size() - first);
    uint32_t* const places[] = {&in_.destination, &in_.a, &in_.b, &in_.c, &in_.d};
    for (size_t k = first; k < operation.types.size(); ++k) {
      *places[k] = operand(statement_->operands[k - first], operation.types[k], k == 0);
    }
  }

  bool mayNegate() const {
    return statement_->opcode.compare(0, 4, "setp") == 0 ||
           statement_->opcode.compare(0, 4, "vote") == 0;
  }

  uint32_t operand(const Operand& o, const std::string& type, bool destination) {
    if (o.negated) {
      if (destination || type != "pred" || !mayNegate()) unknown("operand !" + o.text);
      in_.negated = true;
    }
    if (!o.second.empty()) {
      if (!destination || registers_.size(o.second, statement_->line) != 0) {
        unknown("operand " + o.text + "|" + o.second);
      }
      in_.second = registers_.place(o.second, statement_->line);
      if (!oneOf(words(statement_->opcode)[0], {"setp", "shfl", "match"})) {
        unknown("two destinations");
      }
    }
    if (o.kind == Operand::kNumber) return immediate(o, type, destination);
    if (o.kind != Operand::kName) unknown("a vector or address as operand");
    if (registers_.has(o.text)) return named(o, type, destination);
    if (destination) unknown("unknown register " + o.text);
    const auto symbol = symbols_.find(o.text);
    if (symbol != symbols_.end()) {
      if (type == "pred") unknown("symbol " + o.text);
      return registers_.constant(symbol->second + uint64_t(o.displacement), typeSize(type) == 8);
    }
    if (typeSize(type) != 4) unknown("operand " + o.text);
    return registers_.special(o.text, statement_->line);
  }

  uint32_t immediate(const Operand& o, const std::string& type, bool destination) {
    if (destination) unknown("a number as destination");
    const uint32_t line = statement_->line;
    if (type == "pred") return registers_.constantPredicate(numberBits(o.text, "s32", line) != 0);
    uint64_t bits = numberBits(o.text, type, line);
    if (typeSize(type) == 2) bits &= 0xffff;
    return registers_.constant(bits, typeSize(type) == 8);
  }

  uint32_t named(const Operand& o, const std::string& type, bool destination) {
    const uint32_t size = registers_.size(o.text, statement_->line);
    const uint32_t wanted = typeSize(type);  // 0 for predicates
    const bool isConversion = statement_->opcode.compare(0, 4, "cvt.") == 0;
    const bool fits = size == wanted || (wanted == 1 && (size == 2 || size == 4)) ||
                      (isConversion && !destination && wanted == 2 && size == 4);
    if (!fits) {
      unknown("register " + o.text + " of " + std::to_string(size) + " bytes as ." + type);
    }
    return registers_.place(o.text, statement_->line);
  }

  bool isPack() const {
    return std::any_of(statement_->operands.begin(), statement_->operands.end(),
                       [](const Operand& o) { return o.kind == Operand::kVector; });
  }

  uint32_t orSink(const Operand& o, const std::string& type) {
    return o.text == "_" ? kNone : operand(o, type, true);
  }

  void pack() {
    expectOperands(2);
    const bool words = statement_->opcode == "mov.b64";
    if (!words && statement_->opcode != "mov.b32") unknown("a vector operand");
    const std::string whole = words ? "b64" : "b32";
    const std::string part = words ? "b32" : "b16";
    const Operand& to = statement_->operands[0];
    const Operand& from = statement_->operands[1];
    const Operand& vector = to.kind == Operand::kVector ? to : from;
    if (vector.parts.size() != 2) unknown("a vector of more than two");
    if (&vector == &to) {
      in_.execute = words ? unpackWords : unpackHalves;
      in_.destination = orSink(to.parts[0], part);
      in_.extra = orSink(to.parts[1], part);
      in_.a = operand(from, whole, false);
    } else {
      in_.execute = words ? packWords : packHalves;
      in_.destination = operand(to, whole, true);
      in_.a = operand(from.parts[0], part, false);
      in_.b = operand(from.parts[1], part, false);
    }
  }

  /** Understands the words between opcode and type; the rest is returned. */
  std::vector<std::string> memoryWords(const std::vector<std::string>& parts, MemoryAccess& access) {
    std::vector<std::string> rest;
    bool spaceKnown = false;
    access.space = Space::kGeneric;
    for (size_t k = 1; k < parts.size(); ++k) {
      const std::string& word = parts[k];
      const auto space = [&](Space value) {
        if (spaceKnown) unknown("two spaces");
        access.space = value;
        spaceKnown = true;
      };
      if (word == "global") {
        space(Space::kGlobal);
      } else if (word == "shared" || word == "shared::cta") {
        space(Space::kShared);
      } else if (word == "local") {
        space(Space::kLocal);
      } else if (word == "param" && parts[0] == "ld") {
        space(Space::kParameter);
      } else if (word == "const" && parts[0] == "ld") {
        space(Space::kGlobal);
      } else if (oneOf(word, {"volatile", "relaxed", "acquire", "release", "acq_rel"})) {
        access.isVolatile = true;
      } else if (oneOf(word, {"weak", "cta", "gpu", "sys", "ca", "cg", "cs", "lu", "cv", "wb", "wt",
                              "nc", "L1::evict_normal", "L1::evict_first", "L1::evict_last",
                              "L1::no_allocate", "L2::64B", "L2::128B", "L2::256B"})) {
        // Hints and scopes: they change no value here.
      } else if (word == "v2") {
        access.elements = 2;
      } else if (word == "v4") {
        access.elements = 4;
      } else {
        rest.push_back(word);
      }
    }
    return rest;
  }

  void address(const Operand& o, MemoryAccess& access) {
    if (o.kind != Operand::kAddress) unknown("an operand that is no address");
    access.displacement = o.displacement;
    if (registers_.has(o.text)) {
      const uint32_t size = registers_.size(o.text, statement_->line);
      if (size != 4 && size != 8) unknown("address register " + o.text);
      access.wideAddress = size == 8;
      access.address = registers_.place(o.text, statement_->line);
      return;
    }
    const auto symbol = symbols_.find(o.text);
    if (symbol != symbols_.end()) {
      access.displacement += int64_t(symbol->second);
    } else if (std::isdigit(static_cast<unsigned char>(o.text[0]))) {
      access.displacement += int64_t(numberBits(o.text, "u64", statement_->line));
    } else {
      unknown("unknown symbol " + o.text);
    }
  }

  void access(const std::vector<std::string>& parts) {
    MemoryAccess access;
    access.isStore = parts[0] == "st";
    const std::vector<std::string> rest = memoryWords(parts, access);
    if (rest.size() != 1 || typeSize(rest[0]) == 0) {
      unknown("unknown modifier " + (rest.empty() ? "(no type)" : rest[0]));
    }
    expectOperands(2);
    access.elementSize = typeSize(rest[0]);
    access.isSigned = rest[0][0] == 's';
    if (access.elementSize * access.elements > 16) unknown("more than 16 bytes");
    const Operand& place = statement_->operands[access.isStore ? 0 : 1];
    const Operand& values = statement_->operands[access.isStore ? 1 : 0];
    address(place, access);
    const std::vector<Operand> list =
        values.kind == Operand::kVector ? values.parts : std::vector<Operand>{values};
    if (list.size() != access.elements) unknown("a vector of the wrong length");
    for (uint32_t e = 0; e < access.elements; ++e) valueRegister(list[e], rest[0], access, e);
    in_.execute = access.isStore ? executeStore : executeLoad;
    in_.instructionClass = classOf(access);
    in_.access = uint32_t(program_.accesses.size());
    program_.accesses.push_back(access);
  }

  void valueRegister(const Operand& o, const std::string& type, MemoryAccess& access, uint32_t e) {
    if (o.kind == Operand::kName && registers_.has(o.text)) {
      const uint32_t size = registers_.size(o.text, statement_->line);
      if (size < access.elementSize) unknown("register " + o.text + " is too small");
      access.registers[e] = registers_.place(o.text, statement_->line);
      access.wideRegister[e] = size == 8;
    } else if (!access.isStore && o.text == "_") {
      access.registers[e] = kNone;
    } else if (access.isStore) {
      const std::string bits = "b" + std::to_string(8 * std::max(2u, access.elementSize));
      access.registers[e] = operand(o, o.kind == Operand::kNumber && type[0] == 'f' ? type : bits, false);
      access.wideRegister[e] = access.elementSize == 8;
    } else {
      unknown("destination " + o.text);
    }
  }

  static InstructionClass classOf(const MemoryAccess& access) {
    switch (access.space) {
      case Space::kShared:
        return access.isStore ? InstructionClass::kSharedStore : InstructionClass::kSharedLoad;
      case Space::kLocal: return InstructionClass::kLocal;
      case Space::kParameter: return InstructionClass::kParameter;
      default:
        return access.isStore ? InstructionClass::kGlobalStore : InstructionClass::kGlobalLoad;
    }
  }

  void atomic(const std::vector<std::string>& parts) {
    MemoryAccess access;
    access.isAtomic = true;
    const std::vector<std::string> rest = memoryWords(parts, access);
    access.isVolatile = true;
    if (rest.size() != 2 || access.elements != 1) unknown("unknown modifiers");
    in_.execute = findAtomic(rest[0], rest[1]);
    if (in_.execute == nullptr) unknown("unknown atomic " + rest[0] + "." + rest[1]);
    access.elementSize = typeSize(rest[1]);
    const bool returns = parts[0] == "atom";
    const size_t first = returns ? 1 : 0;
    const bool compares = rest[0] == "cas";
    expectOperands(first + (compares ? 3 : 2));
    in_.destination = returns ? orSink(statement_->operands[0], rest[1]) : kNone;
    address(statement_->operands[first], access);
    in_.b = operand(statement_->operands[first + 1], rest[1], false);
    in_.c = compares ? operand(statement_->operands[first + 2], rest[1], false) : in_.b;
    in_.instructionClass = InstructionClass::kAtomic;
    in_.access = uint32_t(program_.accesses.size());
    program_.accesses.push_back(access);
  }

  /** Shared memory is tracked in units of the smallest access that may go there. */
  void chooseGranule() {
    uint32_t smallest = 8;
    for (const MemoryAccess& access : program_.accesses) {
      if (access.space == Space::kShared || access.space == Space::kGeneric) {
        smallest = std::min(smallest, access.elementSize);
      }
    }
    program_.granuleShift = uint32_t(__builtin_ctz(smallest));
  }

  const ModuleSyntax& module_;
  const KernelSyntax& kernel_;
  const std::map<std::string, uint64_t>& globals_;
  Program program_;
  RegisterFile registers_;
  std::map<std::string, uint64_t> symbols_;
  std::map<std::string, uint32_t> labels_;
  const Statement* statement_ = nullptr;
  Instruction in_;
};

}  // namespace

Program decode(const ModuleSyntax& module, const KernelSyntax& kernel,
               const std::map<std::string, uint64_t>& globals) {
  return Decoder(module, kernel, globals).run();
}

}  // namespace emulator
