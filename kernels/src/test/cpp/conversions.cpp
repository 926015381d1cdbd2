// cvt: between all types, in every rounding direction, saturating where the hardware does; and
// address conversions.
#pragma GCC optimize("rounding-math")  // conversions of unsigned numbers have sequences for it

#include <cmath>
#include <limits>
#include <type_traits>

#include "lanes.h"
#include "operations.h"
#include "rounding.h"

namespace emulator {
namespace {

/** Values of 8 bits are kept in the low bits of registers of 16 or 32. */
template <class T>
using Carrier = std::conditional_t<
    sizeof(T) == 1, std::conditional_t<std::is_signed_v<T>, int32_t, uint32_t>, T>;

template <class From>
From loaded(typename Slot<Carrier<From>>::Type slot) {
  return From(slot);
}

template <class To>
void stored(Warp& warp, uint32_t offset, int lane, To value) {
  if constexpr (std::is_integral_v<To> && sizeof(To) < 4) {
    // Sign-extended into 32 bits; a register of 16 bits keeps the low half.
    slots<uint32_t>(warp, offset)[lane] =
        sizeof(To) == 2 ? uint32_t(uint16_t(value)) : uint32_t(int32_t(value));
  } else {
    slots<To>(warp, offset)[lane] = value;
  }
}

template <class To, class From, bool Saturate>
void integerToInteger(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<Carrier<From>>(warp, in.a);
  for (int i = 0; i < 32; ++i) {
    if ((mask >> i & 1) == 0) continue;
    const From value = loaded<From>(a[i]);
    To result = To(value);
    if constexpr (Saturate) {
      const __int128 exact = value;
      const __int128 low = std::numeric_limits<To>::min();
      const __int128 high = std::numeric_limits<To>::max();
      result = To(exact < low ? low : exact > high ? high : exact);
    }
    stored<To>(warp, in.destination, i, result);
  }
}

template <class To, class From, int Mode>
void integerToFloat(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<Carrier<From>>(warp, in.a);
  const RoundingScope<Mode> scope;
  auto* out = slots<To>(warp, in.destination);
  for (int i = 0; i < 32; ++i) {
    if ((mask >> i & 1) == 0) continue;
    const From value = loaded<From>(a[i]);
    out[i] = value == 0 ? To(0) : To(value);  // zero is +0 in every direction
  }
}

/** NaN becomes 0, or the highest bit where one side has 64 bits; what is too large saturates. */
template <class To, class From>
To saturated(From whole) {
  if (whole != whole) {
    const bool wide = sizeof(From) == 8 || sizeof(To) == 8;
    using U = std::make_unsigned_t<To>;
    return wide ? To(U(1) << (8 * sizeof(To) - 1)) : To(0);
  }
  // 2^k is exact in From; the maximum itself may not be.
  const From top = std::ldexp(From(1), 8 * sizeof(To) - (std::is_signed_v<To> ? 1 : 0));
  if (whole >= top) return std::numeric_limits<To>::max();
  const From bottom = std::is_signed_v<To> ? -top : From(0);
  if (whole < bottom) return std::numeric_limits<To>::min();
  return To(whole);
}

template <int Mode, class T>
T whole(T value) {
  switch (Mode) {
    case FE_TOWARDZERO: return std::trunc(value);
    case FE_DOWNWARD: return std::floor(value);
    case FE_UPWARD: return std::ceil(value);
    default: return std::nearbyint(value);  // ties to even: the mode is to nearest here
  }
}

template <class To, class From, int Mode>
void floatToInteger(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<From>(warp, in.a);
  for (int i = 0; i < 32; ++i) {
    if ((mask >> i & 1) == 0) continue;
    stored<To>(warp, in.destination, i, saturated<To>(whole<Mode>(a[i])));
  }
}

template <class T, int Mode>
void roundToWhole(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  T* out = slots<T>(warp, in.destination);
  for (int i = 0; i < 32; ++i) {
    if ((mask >> i & 1) == 0) continue;
    const T result = whole<Mode>(a[i]);
    if constexpr (sizeof(T) == 4) {
      out[i] = result != result ? bitsAs<float>(uint32_t(0x7fffffff)) : result;
    } else {
      out[i] = result;
    }
  }
}

void widen(Warp& warp, const Instruction& in, uint32_t mask) {
  const float* a = slots<float>(warp, in.a);
  setLanes<double>(warp, in.destination, mask, [=](int i) { return double(a[i]); });
}

template <int Mode>
void narrow(Warp& warp, const Instruction& in, uint32_t mask) {
  const double* a = slots<double>(warp, in.a);
  const RoundingScope<Mode> scope;
  setLanes<float>(warp, in.destination, mask, [=](int i) {
    return a[i] != a[i] ? bitsAs<float>(uint32_t(0x7fffffff)) : float(a[i]);
  });
}

/** [0, 1], NaN to 0. */
template <class T>
void saturateFloat(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  setLanes<T>(warp, in.destination, mask,
              [=](int i) { return a[i] > T(0) ? (a[i] < T(1) ? a[i] : T(1)) : T(0); });
}

template <uint64_t Window, bool Add>
void moveWindow(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint64_t* a = slots<uint64_t>(warp, in.a);
  setLanes<uint64_t>(warp, in.destination, mask,
                     [=](int i) { return Add ? a[i] + Window : a[i] - Window; });
}

template <class T>
struct Name;
#define HASSE_NAME(type, text) \
  template <>                  \
  struct Name<type> {          \
    static std::string of() { return text; } \
  };
HASSE_NAME(uint8_t, "u8")
HASSE_NAME(int8_t, "s8")
HASSE_NAME(uint16_t, "u16")
HASSE_NAME(int16_t, "s16")
HASSE_NAME(uint32_t, "u32")
HASSE_NAME(int32_t, "s32")
HASSE_NAME(uint64_t, "u64")
HASSE_NAME(int64_t, "s64")
HASSE_NAME(float, "f32")
HASSE_NAME(double, "f64")
#undef HASSE_NAME

void add(OperationTable& table, const std::string& modifiers, const std::string& to,
         const std::string& from, Execute execute) {
  const bool isDouble = to == "f64" || from == "f64";
  const bool isFloat = to[0] == 'f' || from[0] == 'f';
  const auto kind = isDouble  ? InstructionClass::kDouble
                    : isFloat ? InstructionClass::kOtherFloat
                              : InstructionClass::kInteger;
  table["cvt" + modifiers + "." + to + "." + from] = {execute, kind, {to, from}};
}

template <class To, class From>
void addIntegers(OperationTable& table) {
  add(table, "", Name<To>::of(), Name<From>::of(), integerToInteger<To, From, false>);
  add(table, ".sat", Name<To>::of(), Name<From>::of(), integerToInteger<To, From, true>);
}

template <class F, class I>
void addMixed(OperationTable& table) {
  const std::string f = Name<F>::of();
  const std::string i = Name<I>::of();
  add(table, ".rn", f, i, integerToFloat<F, I, FE_TONEAREST>);
  add(table, ".rz", f, i, integerToFloat<F, I, FE_TOWARDZERO>);
  add(table, ".rm", f, i, integerToFloat<F, I, FE_DOWNWARD>);
  add(table, ".rp", f, i, integerToFloat<F, I, FE_UPWARD>);
  add(table, ".rni", i, f, floatToInteger<I, F, FE_TONEAREST>);
  add(table, ".rzi", i, f, floatToInteger<I, F, FE_TOWARDZERO>);
  add(table, ".rmi", i, f, floatToInteger<I, F, FE_DOWNWARD>);
  add(table, ".rpi", i, f, floatToInteger<I, F, FE_UPWARD>);
}

template <class I>
void addInteger(OperationTable& table) {
  addIntegers<uint8_t, I>(table);
  addIntegers<int8_t, I>(table);
  addIntegers<uint16_t, I>(table);
  addIntegers<int16_t, I>(table);
  addIntegers<uint32_t, I>(table);
  addIntegers<int32_t, I>(table);
  addIntegers<uint64_t, I>(table);
  addIntegers<int64_t, I>(table);
  addMixed<float, I>(table);
  addMixed<double, I>(table);
}

template <class T>
void addFloat(OperationTable& table) {
  const std::string type = Name<T>::of();
  add(table, ".rni", type, type, roundToWhole<T, FE_TONEAREST>);
  add(table, ".rzi", type, type, roundToWhole<T, FE_TOWARDZERO>);
  add(table, ".rmi", type, type, roundToWhole<T, FE_DOWNWARD>);
  add(table, ".rpi", type, type, roundToWhole<T, FE_UPWARD>);
  add(table, ".sat", type, type, saturateFloat<T>);
}

}  // namespace

void addConversions(OperationTable& table) {
  addInteger<uint8_t>(table);
  addInteger<int8_t>(table);
  addInteger<uint16_t>(table);
  addInteger<int16_t>(table);
  addInteger<uint32_t>(table);
  addInteger<int32_t>(table);
  addInteger<uint64_t>(table);
  addInteger<int64_t>(table);
  addFloat<float>(table);
  addFloat<double>(table);
  add(table, "", "f64", "f32", widen);
  add(table, ".rn", "f32", "f64", narrow<FE_TONEAREST>);
  add(table, ".rz", "f32", "f64", narrow<FE_TOWARDZERO>);
  add(table, ".rm", "f32", "f64", narrow<FE_DOWNWARD>);
  add(table, ".rp", "f32", "f64", narrow<FE_UPWARD>);

  const auto kind = InstructionClass::kInteger;
  const std::vector<std::string> types = {"u64", "u64"};
  for (const std::string space : {"global", "const", "param"}) {
    table["cvta." + space + ".u64"] = {moveWindow<0, true>, kind, types};
    table["cvta.to." + space + ".u64"] = {moveWindow<0, false>, kind, types};
  }
  table["cvta.shared.u64"] = {moveWindow<kSharedWindow, true>, kind, types};
  table["cvta.to.shared.u64"] = {moveWindow<kSharedWindow, false>, kind, types};
  table["cvta.local.u64"] = {moveWindow<kLocalWindow, true>, kind, types};
  table["cvta.to.local.u64"] = {moveWindow<kLocalWindow, false>, kind, types};
}

}  // namespace emulator
