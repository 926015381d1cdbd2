// What a PTX module says, before anything is decided about its meaning.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace emulator {

/** One operand as written. */
struct Operand {
  enum Kind { kName, kNumber, kVector, kAddress };
  Kind kind = kName;
  std::string text;            // the name or number; of an address: its base
  bool negated = false;        // !%p1
  std::string second;          // the second name of %p1|%p2
  int64_t displacement = 0;    // of an address
  std::vector<Operand> parts;  // of a vector
};

/** One instruction as written. */
struct Statement {
  uint32_t line = 0;
  std::string guard;  // name of the predicate of @%p, or empty
  bool guardNegated = false;
  std::string opcode;
  std::vector<Operand> operands;
};

/** A register. Names of inner scopes are made unique by the parser. */
struct RegisterDeclaration {
  std::string name;
  std::string type;  // ".b32"
};

/** A variable in memory: of a module, of a kernel, or a parameter. */
struct Variable {
  std::string name;
  std::string space;  // ".shared", ".global", ".const", ".local", ".param"
  uint32_t elementSize = 0;
  uint64_t size = 0;  // in bytes; 0 for extern arrays without a bound
  uint32_t alignment = 1;
  bool isExtern = false;
  bool hasInitializer = false;
  std::vector<uint8_t> bytes;  // initial value, if any
  uint32_t line = 0;
};

struct LabelPlace {
  std::string name;
  uint32_t statement;  // index of the statement that follows
};

struct KernelSyntax {
  std::string name;
  uint32_t line = 0;
  std::vector<Variable> parameters;
  std::vector<RegisterDeclaration> registers;
  std::vector<Variable> variables;
  std::vector<LabelPlace> labels;
  std::vector<Statement> statements;
  uint32_t maxThreads = 1024;
  uint32_t requiredThreads[3] = {0, 0, 0};  // 0: none required
};

struct ModuleSyntax {
  std::string version;
  std::string target;
  std::vector<Variable> variables;
  std::vector<KernelSyntax> kernels;
};

/** Reads a module; throws PtxError where it is not understood. */
ModuleSyntax parseModule(const std::string& text);

/** The bits of a number as written, for a type such as "f32" or "s64". */
uint64_t numberBits(const std::string& number, const std::string& type, uint32_t line);

/** The size in bytes of a type such as "f32"; 0 for "pred" and unknown types. */
uint32_t typeSize(const std::string& type);

}  // namespace emulator
