// Integer arithmetic.
#include <limits>
#include <type_traits>

#include "fault.h"
#include "lanes.h"
#include "operations.h"

namespace emulator {
namespace {

template <class T>
using Wide = std::conditional_t<
    sizeof(T) == 2, std::conditional_t<std::is_signed_v<T>, int32_t, uint32_t>,
    std::conditional_t<
        sizeof(T) == 4, std::conditional_t<std::is_signed_v<T>, int64_t, uint64_t>,
        std::conditional_t<std::is_signed_v<T>, __int128, unsigned __int128>>>;

template <class T>
using Unsigned = std::make_unsigned_t<T>;

// Sums and products are taken without sign: they wrap around, which signed C++ numbers must not.
struct Add {
  template <class T>
  static T apply(T a, T b) { return T(Wide<Unsigned<T>>(Unsigned<T>(a)) + Unsigned<T>(b)); }
};
struct Subtract {
  template <class T>
  static T apply(T a, T b) { return T(Wide<Unsigned<T>>(Unsigned<T>(a)) - Unsigned<T>(b)); }
};
struct MultiplyLow {
  template <class T>
  static T apply(T a, T b) {
    return T(Unsigned<T>(Wide<Unsigned<T>>(Unsigned<T>(a)) * Unsigned<T>(b)));
  }
};
struct MultiplyHigh {
  template <class T>
  static T apply(T a, T b) { return T(Wide<T>(a) * Wide<T>(b) >> (8 * sizeof(T))); }
};
struct Minimum {
  template <class T>
  static T apply(T a, T b) { return a < b ? a : b; }
};
struct Maximum {
  template <class T>
  static T apply(T a, T b) { return a > b ? a : b; }
};

template <class T, class F>
void binary(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  const auto* b = slots<T>(warp, in.b);
  setLanes<T>(warp, in.destination, mask,
              [=](int i) { return F::apply(fromSlot<T>(a[i]), fromSlot<T>(b[i])); });
}

template <class T, class F>
void multiplyAdd(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  const auto* b = slots<T>(warp, in.b);
  const auto* c = slots<T>(warp, in.c);
  setLanes<T>(warp, in.destination, mask, [=](int i) {
    return Add::apply(F::apply(fromSlot<T>(a[i]), fromSlot<T>(b[i])), fromSlot<T>(c[i]));
  });
}

template <class T>
void multiplyWide(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  const auto* b = slots<T>(warp, in.b);
  setLanes<Wide<T>>(warp, in.destination, mask, [=](int i) {
    return Wide<T>(Wide<T>(fromSlot<T>(a[i])) * Wide<T>(fromSlot<T>(b[i])));
  });
}

template <class T>
void multiplyAddWide(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  const auto* b = slots<T>(warp, in.b);
  const auto* c = slots<Wide<T>>(warp, in.c);
  setLanes<Wide<T>>(warp, in.destination, mask, [=](int i) {
    const Wide<T> product = Wide<T>(fromSlot<T>(a[i])) * Wide<T>(fromSlot<T>(b[i]));
    return Wide<T>(Unsigned<Wide<T>>(product) + Unsigned<Wide<T>>(c[i]));
  });
}

template <class T, bool Remainder>
void divide(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  const auto* b = slots<T>(warp, in.b);
  auto* out = slots<T>(warp, in.destination);
  for (uint32_t i = 0; i < 32; ++i) {
    if ((mask >> i & 1) == 0) continue;
    const T x = fromSlot<T>(a[i]);
    const T y = fromSlot<T>(b[i]);
    if (y == 0) throw threadFault(kLaunchFailed, warp, in, i, "integer division by zero");
    if (std::is_signed_v<T> && y == T(-1)) {  // the least number has no opposite
      out[i] = toSlot<T>(Remainder ? T(0) : Subtract::apply(T(0), x));
    } else {
      out[i] = toSlot<T>(Remainder ? T(x % y) : T(x / y));
    }
  }
}

template <class T>
void negate(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  setLanes<T>(warp, in.destination, mask,
              [=](int i) { return Subtract::apply(T(0), fromSlot<T>(a[i])); });
}

template <class T>
void absolute(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  setLanes<T>(warp, in.destination, mask, [=](int i) {
    const T x = fromSlot<T>(a[i]);
    return x < 0 ? Subtract::apply(T(0), x) : x;
  });
}

template <class T>
void addType(OperationTable& table, const std::string& type, const std::string& wide) {
  const auto kind = InstructionClass::kInteger;
  const std::vector<std::string> two = {type, type, type};
  const std::vector<std::string> three = {type, type, type, type};
  table["add." + type] = {binary<T, Add>, kind, two};
  table["sub." + type] = {binary<T, Subtract>, kind, two};
  table["mul.lo." + type] = {binary<T, MultiplyLow>, kind, two};
  table["mul.hi." + type] = {binary<T, MultiplyHigh>, kind, two};
  table["mad.lo." + type] = {multiplyAdd<T, MultiplyLow>, kind, three};
  table["mad.hi." + type] = {multiplyAdd<T, MultiplyHigh>, kind, three};
  table["min." + type] = {binary<T, Minimum>, kind, two};
  table["max." + type] = {binary<T, Maximum>, kind, two};
  table["div." + type] = {divide<T, false>, kind, two};
  table["rem." + type] = {divide<T, true>, kind, two};
  if constexpr (sizeof(T) <= 4) {
    table["mul.wide." + type] = {multiplyWide<T>, kind, {wide, type, type}};
    table["mad.wide." + type] = {multiplyAddWide<T>, kind, {wide, type, type, wide}};
  }
  if constexpr (std::is_signed_v<T>) {
    table["neg." + type] = {negate<T>, kind, {type, type}};
    table["abs." + type] = {absolute<T>, kind, {type, type}};
  }
}

}  // namespace

void addIntegerOperations(OperationTable& table) {
  addType<uint16_t>(table, "u16", "u32");
  addType<int16_t>(table, "s16", "s32");
  addType<uint32_t>(table, "u32", "u64");
  addType<int32_t>(table, "s32", "s64");
  addType<uint64_t>(table, "u64", "");
  addType<int64_t>(table, "s64", "");
}

}  // namespace emulator
