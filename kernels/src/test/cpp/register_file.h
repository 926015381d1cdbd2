// Where the registers of a kernel lie.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "instruction.h"
#include "syntax.h"

namespace emulator {

/** Places registers, immediates and special registers in the register file of a warp. */
class RegisterFile {
 public:
  RegisterFile(const KernelSyntax& kernel, Program& program);

  bool has(const std::string& name) const { return places_.count(name) != 0; }
  /** Size of a register in bytes; 0 for a predicate. */
  uint32_t size(const std::string& name, uint32_t line) const;
  /** Offset of a register, or index of a predicate. */
  uint32_t place(const std::string& name, uint32_t line) const;
  uint32_t constant(uint64_t bits, bool wide);
  uint32_t constantPredicate(bool value);
  /** Of %tid.x and the like; throws if there is none of that name. */
  uint32_t special(const std::string& name, uint32_t line);

 private:
  struct Place {
    uint32_t offset;
    uint32_t size;
  };
  uint32_t allocate(bool wide);

  Program& program_;
  std::map<std::string, Place> places_;
  std::map<std::pair<uint64_t, bool>, uint32_t> constants_;
  std::map<SpecialKind, uint32_t> specials_;
};

}  // namespace emulator
