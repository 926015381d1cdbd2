#include "register_file.h"

#include "text.h"

namespace emulator {

RegisterFile::RegisterFile(const KernelSyntax& kernel, Program& program) : program_(program) {
  program_.predicates = 2;  // two constants: false, true
  for (const RegisterDeclaration& declared : kernel.registers) {
    const std::string type = declared.type.substr(1);
    if (type == "pred") {
      places_[declared.name] = {program_.predicates++, 0};
      continue;
    }
    const uint32_t size = typeSize(type);
    if (size < 2) throw PtxError(kernel.line, "unknown register type " + declared.type);
    places_[declared.name] = {allocate(size == 8), size};
  }
  program_.declaredRegisters = uint32_t(kernel.registers.size());
}

uint32_t RegisterFile::allocate(bool wide) {
  const uint32_t offset = program_.registerBytes;
  program_.registerBytes += wide ? 256 : 128;
  return offset;
}

uint32_t RegisterFile::size(const std::string& name, uint32_t line) const {
  const auto found = places_.find(name);
  if (found == places_.end()) throw PtxError(line, "unknown register " + name);
  return found->second.size;
}

uint32_t RegisterFile::place(const std::string& name, uint32_t line) const {
  const auto found = places_.find(name);
  if (found == places_.end()) throw PtxError(line, "unknown register " + name);
  return found->second.offset;
}

uint32_t RegisterFile::constant(uint64_t bits, bool wide) {
  const auto key = std::make_pair(wide ? bits : bits & UINT32_MAX, wide);
  const auto found = constants_.find(key);
  if (found != constants_.end()) return found->second;
  const uint32_t offset = allocate(wide);
  program_.constants.push_back({offset, wide, key.first});
  return constants_[key] = offset;
}

uint32_t RegisterFile::constantPredicate(bool value) { return value ? 1 : 0; }

uint32_t RegisterFile::special(const std::string& name, uint32_t line) {
  static const std::map<std::string, SpecialKind> names = {
      {"%tid.x", SpecialKind::kTidX},         {"%tid.y", SpecialKind::kTidY},
      {"%tid.z", SpecialKind::kTidZ},         {"%ntid.x", SpecialKind::kNtidX},
      {"%ntid.y", SpecialKind::kNtidY},       {"%ntid.z", SpecialKind::kNtidZ},
      {"%ctaid.x", SpecialKind::kCtaidX},     {"%ctaid.y", SpecialKind::kCtaidY},
      {"%ctaid.z", SpecialKind::kCtaidZ},     {"%nctaid.x", SpecialKind::kNctaidX},
      {"%nctaid.y", SpecialKind::kNctaidY},   {"%nctaid.z", SpecialKind::kNctaidZ},
      {"%laneid", SpecialKind::kLane},        {"%warpid", SpecialKind::kWarp},
      {"%nwarpid", SpecialKind::kWarps},      {"%lanemask_eq", SpecialKind::kLaneMaskEq},
      {"%lanemask_lt", SpecialKind::kLaneMaskLt}, {"%lanemask_le", SpecialKind::kLaneMaskLe},
      {"%lanemask_gt", SpecialKind::kLaneMaskGt}, {"%lanemask_ge", SpecialKind::kLaneMaskGe}};
  const auto found = names.find(name);
  if (found == names.end()) throw PtxError(line, "unknown register or symbol " + name);
  const auto known = specials_.find(found->second);
  if (known != specials_.end()) return known->second;
  const uint32_t offset = allocate(false);
  program_.specials.push_back({offset, found->second});
  return specials_[found->second] = offset;
}

}  // namespace emulator
