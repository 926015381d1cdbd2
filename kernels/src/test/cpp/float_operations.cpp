// Arithmetic of float and double, in every rounding direction.
#include <cmath>
#include <type_traits>

#include "lanes.h"
#include "operations.h"
#include "rounding.h"

namespace emulator {
namespace {

template <class T>
using Bits = std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>;

template <class T>
constexpr Bits<T> kSign = Bits<T>(1) << (8 * sizeof(T) - 1);

/** The hardware's answer to every invalid float operation is one NaN; doubles keep theirs. */
inline float canonical(float x) { return x != x ? bitsAs<float>(uint32_t(0x7fffffff)) : x; }
inline double canonical(double x) { return x; }

struct Add {
  template <class T>
  static T apply(T a, T b) { return a + b; }
};
struct Subtract {
  template <class T>
  static T apply(T a, T b) { return a - b; }
};
struct Multiply {
  template <class T>
  static T apply(T a, T b) { return a * b; }
};
struct Divide {
  template <class T>
  static T apply(T a, T b) { return a / b; }
};

template <class T, int Mode, class F>
void binary(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  const T* b = slots<T>(warp, in.b);
  const RoundingScope<Mode> scope;
  setLanes<T>(warp, in.destination, mask, [=](int i) { return canonical(F::apply(a[i], b[i])); });
}

template <class T, int Mode>
void fused(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  const T* b = slots<T>(warp, in.b);
  const T* c = slots<T>(warp, in.c);
  const RoundingScope<Mode> scope;
  setLanes<T>(warp, in.destination, mask,
              [=](int i) { return canonical(std::fma(a[i], b[i], c[i])); });
}

template <class T, int Mode>
void squareRoot(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  const RoundingScope<Mode> scope;
  setLanes<T>(warp, in.destination, mask, [=](int i) { return canonical(std::sqrt(a[i])); });
}

template <class T, int Mode>
void reciprocal(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  const RoundingScope<Mode> scope;
  setLanes<T>(warp, in.destination, mask, [=](int i) { return canonical(T(1) / a[i]); });
}

/** The smaller or larger; a NaN loses against a number unless Propagate; -0 is below +0. */
template <class T, bool Max, bool Propagate>
T extreme(T a, T b) {
  const bool aNan = a != a;
  const bool bNan = b != b;
  const T nan = sizeof(T) == 4 ? T(bitsAs<float>(uint32_t(0x7fffffff)))
                               : T(bitsAs<double>(uint64_t(0x7fffffffffffffff)));
  const bool aNegative = (bitsAs<Bits<T>>(a) & kSign<T>) != 0;
  const bool less = a < b || (a == b && aNegative);
  const T ordered = less != Max ? a : b;
  const T oneNan = Propagate ? nan : (aNan ? b : a);
  return aNan && bNan ? nan : (aNan || bNan ? oneNan : ordered);
}

template <class T, bool Max, bool Propagate>
void minMax(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  const T* b = slots<T>(warp, in.b);
  setLanes<T>(warp, in.destination, mask,
              [=](int i) { return extreme<T, Max, Propagate>(a[i], b[i]); });
}

template <class T>
void negate(Warp& warp, const Instruction& in, uint32_t mask) {
  const Bits<T>* a = slots<Bits<T>>(warp, in.a);
  setLanes<Bits<T>>(warp, in.destination, mask, [=](int i) { return a[i] ^ kSign<T>; });
}

template <class T>
void absolute(Warp& warp, const Instruction& in, uint32_t mask) {
  const Bits<T>* a = slots<Bits<T>>(warp, in.a);
  setLanes<Bits<T>>(warp, in.destination, mask, [=](int i) { return a[i] & ~kSign<T>; });
}

/** The sign of a on the value of b. */
template <class T>
void copySign(Warp& warp, const Instruction& in, uint32_t mask) {
  const Bits<T>* a = slots<Bits<T>>(warp, in.a);
  const Bits<T>* b = slots<Bits<T>>(warp, in.b);
  setLanes<Bits<T>>(warp, in.destination, mask,
                    [=](int i) { return (a[i] & kSign<T>) | (b[i] & ~kSign<T>); });
}

template <class T, int Mode>
void addRounded(OperationTable& table, const std::string& mode, const std::string& type) {
  const auto kind = sizeof(T) == 4 ? InstructionClass::kOtherFloat : InstructionClass::kDouble;
  const auto fusedKind = sizeof(T) == 4 ? InstructionClass::kFusedFloat : InstructionClass::kDouble;
  const auto special = sizeof(T) == 4 ? InstructionClass::kSpecial : InstructionClass::kDouble;
  const std::string end = "." + mode + "." + type;
  table["add" + end] = {binary<T, Mode, Add>, kind, {type, type, type}};
  table["sub" + end] = {binary<T, Mode, Subtract>, kind, {type, type, type}};
  table["mul" + end] = {binary<T, Mode, Multiply>, kind, {type, type, type}};
  table["div" + end] = {binary<T, Mode, Divide>, special, {type, type, type}};
  table["fma" + end] = {fused<T, Mode>, fusedKind, {type, type, type, type}};
  table["mad" + end] = table["fma" + end];  // the same on every device since sm_20
  table["sqrt" + end] = {squareRoot<T, Mode>, special, {type, type}};
  table["rcp" + end] = {reciprocal<T, Mode>, special, {type, type}};
}

template <class T>
void addAll(OperationTable& table, const std::string& type) {
  const auto kind = sizeof(T) == 4 ? InstructionClass::kOtherFloat : InstructionClass::kDouble;
  addRounded<T, FE_TONEAREST>(table, "rn", type);
  addRounded<T, FE_TOWARDZERO>(table, "rz", type);
  addRounded<T, FE_DOWNWARD>(table, "rm", type);
  addRounded<T, FE_UPWARD>(table, "rp", type);
  table["min." + type] = {minMax<T, false, false>, kind, {type, type, type}};
  table["max." + type] = {minMax<T, true, false>, kind, {type, type, type}};
  table["neg." + type] = {negate<T>, kind, {type, type}};
  table["abs." + type] = {absolute<T>, kind, {type, type}};
  table["copysign." + type] = {copySign<T>, kind, {type, type, type}};
}

}  // namespace

void addFloatOperations(OperationTable& table) {
  addAll<float>(table, "f32");
  addAll<double>(table, "f64");
  const auto kind = InstructionClass::kOtherFloat;
  table["min.NaN.f32"] = {minMax<float, false, true>, kind, {"f32", "f32", "f32"}};
  table["max.NaN.f32"] = {minMax<float, true, true>, kind, {"f32", "f32", "f32"}};
}

}  // namespace emulator
