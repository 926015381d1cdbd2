// Comparisons and selections: setp, set, selp, testp.
#include <cmath>

#include "lanes.h"
#include "operations.h"

namespace emulator {
namespace {

#define HASSE_COMPARISON(name, expression)                        \
  struct name {                                                   \
    template <class T>                                            \
    static bool apply(T a, T b) {                                 \
      return expression;                                          \
    }                                                             \
  };
HASSE_COMPARISON(Equal, a == b)
HASSE_COMPARISON(NotEqual, a != b && a == a && b == b)
HASSE_COMPARISON(Less, a < b)
HASSE_COMPARISON(LessEqual, a <= b)
HASSE_COMPARISON(Greater, a > b)
HASSE_COMPARISON(GreaterEqual, a >= b)
HASSE_COMPARISON(EqualUnordered, !(a < b || a > b))
HASSE_COMPARISON(NotEqualUnordered, a != b)
HASSE_COMPARISON(LessUnordered, !(a >= b))
HASSE_COMPARISON(LessEqualUnordered, !(a > b))
HASSE_COMPARISON(GreaterUnordered, !(a <= b))
HASSE_COMPARISON(GreaterEqualUnordered, !(a < b))
HASSE_COMPARISON(Numbers, a == a && b == b)
HASSE_COMPARISON(NotNumbers, a != a || b != b)
#undef HASSE_COMPARISON

template <class T, class Compare>
__attribute__((noinline)) uint32_t compared(Warp& warp, const Instruction& in) {
  const auto* a = slots<T>(warp, in.a);
  const auto* b = slots<T>(warp, in.b);
  uint32_t result = 0;
  for (int i = 0; i < 32; ++i) {
    result |= uint32_t(Compare::apply(fromSlot<T>(a[i]), fromSlot<T>(b[i]))) << i;
  }
  return result;
}

enum Combination : uint8_t { kAlone, kAnd, kOr, kXor };

template <Combination How>
uint32_t combined(uint32_t value, uint32_t other) {
  switch (How) {
    case kAnd: return value & other;
    case kOr: return value | other;
    case kXor: return value ^ other;
    default: return value;
  }
}

/** p = value (combined with c), q = not value (combined with c). */
template <Combination How>
void setPredicates(Warp& warp, const Instruction& in, uint32_t mask, uint32_t value) {
  uint32_t other = 0;
  if (How != kAlone) other = in.negated ? ~warp.predicates[in.c] : warp.predicates[in.c];
  uint32_t& p = warp.predicates[in.destination];
  p = (p & ~mask) | (combined<How>(value, other) & mask);
  if (in.second != kNone) {
    uint32_t& q = warp.predicates[in.second];
    q = (q & ~mask) | (combined<How>(~value, other) & mask);
  }
}

template <class T, class Compare, Combination How>
void setPredicate(Warp& warp, const Instruction& in, uint32_t mask) {
  setPredicates<How>(warp, in, mask, compared<T, Compare>(warp, in));
}

template <class T, class Compare, bool ToFloat>
void setNumber(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t value = compared<T, Compare>(warp, in);
  setLanes<uint32_t>(warp, in.destination, mask, [=](int i) {
    return (value >> i & 1) == 0 ? 0u : ToFloat ? 0x3f800000u : UINT32_MAX;
  });
}

template <class T>
void select(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  const auto* b = slots<T>(warp, in.b);
  const uint32_t p = in.negated ? ~warp.predicates[in.c] : warp.predicates[in.c];
  setLanes<T>(warp, in.destination, mask,
              [=](int i) { return fromSlot<T>((p >> i & 1) != 0 ? a[i] : b[i]); });
}

template <class T>
uint32_t tested(Warp& warp, const Instruction& in, bool (*test)(T)) {
  const T* a = slots<T>(warp, in.a);
  uint32_t result = 0;
  for (int i = 0; i < 32; ++i) result |= uint32_t(test(a[i])) << i;
  return result;
}

template <class T, bool (*Test)(T)>
void testNumber(Warp& warp, const Instruction& in, uint32_t mask) {
  uint32_t& p = warp.predicates[in.destination];
  p = (p & ~mask) | (tested<T>(warp, in, Test) & mask);
}

template <class T>
bool isFinite(T x) { return std::isfinite(x); }
template <class T>
bool isInfinite(T x) { return std::isinf(x); }
template <class T>
bool isNumber(T x) { return !std::isnan(x); }
template <class T>
bool isNotNumber(T x) { return std::isnan(x); }
template <class T>
bool isNormal(T x) { return std::isnormal(x); }
template <class T>
bool isSubnormal(T x) { return std::fpclassify(x) == FP_SUBNORMAL; }

template <class T, class Compare>
void addComparison(OperationTable& table, const std::string& compare, const std::string& type) {
  const auto kind = InstructionClass::kPredicate;
  const std::string begin = "setp." + compare;
  const std::vector<std::string> three = {"pred", type, type, "pred"};
  table[begin + "." + type] = {setPredicate<T, Compare, kAlone>, kind, {"pred", type, type}};
  table[begin + ".and." + type] = {setPredicate<T, Compare, kAnd>, kind, three};
  table[begin + ".or." + type] = {setPredicate<T, Compare, kOr>, kind, three};
  table[begin + ".xor." + type] = {setPredicate<T, Compare, kXor>, kind, three};
  for (const std::string to : {"u32", "s32"}) {
    table["set." + compare + "." + to + "." + type] = {
        setNumber<T, Compare, false>, kind, {to, type, type}};
  }
  table["set." + compare + ".f32." + type] = {
      setNumber<T, Compare, true>, kind, {"f32", type, type}};
}

template <class T>
void addOrder(OperationTable& table, const std::string& type) {
  addComparison<T, Equal>(table, "eq", type);
  addComparison<T, NotEqual>(table, "ne", type);
  addComparison<T, Less>(table, "lt", type);
  addComparison<T, LessEqual>(table, "le", type);
  addComparison<T, Greater>(table, "gt", type);
  addComparison<T, GreaterEqual>(table, "ge", type);
}

template <class T>
void addFloatOrder(OperationTable& table, const std::string& type) {
  addOrder<T>(table, type);
  addComparison<T, EqualUnordered>(table, "equ", type);
  addComparison<T, NotEqualUnordered>(table, "neu", type);
  addComparison<T, LessUnordered>(table, "ltu", type);
  addComparison<T, LessEqualUnordered>(table, "leu", type);
  addComparison<T, GreaterUnordered>(table, "gtu", type);
  addComparison<T, GreaterEqualUnordered>(table, "geu", type);
  addComparison<T, Numbers>(table, "num", type);
  addComparison<T, NotNumbers>(table, "nan", type);
  const auto kind = InstructionClass::kPredicate;
  const std::vector<std::string> types = {"pred", type};
  table["testp.finite." + type] = {testNumber<T, isFinite<T>>, kind, types};
  table["testp.infinite." + type] = {testNumber<T, isInfinite<T>>, kind, types};
  table["testp.number." + type] = {testNumber<T, isNumber<T>>, kind, types};
  table["testp.notanumber." + type] = {testNumber<T, isNotNumber<T>>, kind, types};
  table["testp.normal." + type] = {testNumber<T, isNormal<T>>, kind, types};
  table["testp.subnormal." + type] = {testNumber<T, isSubnormal<T>>, kind, types};
}

template <class T>
void addUnsignedOrder(OperationTable& table, const std::string& type) {
  addOrder<T>(table, type);
  addComparison<T, Less>(table, "lo", type);
  addComparison<T, LessEqual>(table, "ls", type);
  addComparison<T, Greater>(table, "hi", type);
  addComparison<T, GreaterEqual>(table, "hs", type);
}

template <class T>
void addBits(OperationTable& table, const std::string& number) {
  addComparison<T, Equal>(table, "eq", "b" + number);
  addComparison<T, NotEqual>(table, "ne", "b" + number);
  for (const char* letter : {"b", "u", "s", "f"}) {
    if (number == "16" && *letter == 'f') continue;
    const std::string type = letter + number;
    table["selp." + type] = {
        select<T>, InstructionClass::kPredicate, {type, type, type, "pred"}};
  }
}

}  // namespace

void addComparisons(OperationTable& table) {
  addUnsignedOrder<uint16_t>(table, "u16");
  addUnsignedOrder<uint32_t>(table, "u32");
  addUnsignedOrder<uint64_t>(table, "u64");
  addOrder<int16_t>(table, "s16");
  addOrder<int32_t>(table, "s32");
  addOrder<int64_t>(table, "s64");
  addFloatOrder<float>(table, "f32");
  addFloatOrder<double>(table, "f64");
  addBits<uint16_t>(table, "16");
  addBits<uint32_t>(table, "32");
  addBits<uint64_t>(table, "64");
}

}  // namespace emulator
