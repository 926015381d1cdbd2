// Operations on bits: logic, shifts, fields, permutations.
#include <type_traits>

#include "lanes.h"
#include "operations.h"

namespace emulator {
namespace {

struct And {
  template <class T>
  static T apply(T a, T b) { return a & b; }
};
struct Or {
  template <class T>
  static T apply(T a, T b) { return a | b; }
};
struct Xor {
  template <class T>
  static T apply(T a, T b) { return a ^ b; }
};

template <class T, class F>
void logic(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  const auto* b = slots<T>(warp, in.b);
  setLanes<T>(warp, in.destination, mask,
              [=](int i) { return T(F::apply(fromSlot<T>(a[i]), fromSlot<T>(b[i]))); });
}

template <class F>
void predicateLogic(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t value = F::apply(warp.predicates[in.a], warp.predicates[in.b]);
  uint32_t& out = warp.predicates[in.destination];
  out = (out & ~mask) | (value & mask);
}

void predicateNot(Warp& warp, const Instruction& in, uint32_t mask) {
  uint32_t& out = warp.predicates[in.destination];
  out = (out & ~mask) | (~warp.predicates[in.a] & mask);
}

void predicateMove(Warp& warp, const Instruction& in, uint32_t mask) {
  uint32_t& out = warp.predicates[in.destination];
  out = (out & ~mask) | (warp.predicates[in.a] & mask);
}

template <class T>
void complement(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  setLanes<T>(warp, in.destination, mask, [=](int i) { return T(~fromSlot<T>(a[i])); });
}

template <class T>
void move(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  setLanes<T>(warp, in.destination, mask, [=](int i) { return fromSlot<T>(a[i]); });
}

/** Shifts by as many bits as the type has, or more, shift everything out. */
template <class T>
void shiftLeft(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  const auto* b = slots<uint32_t>(warp, in.b);
  constexpr uint32_t bits = 8 * sizeof(T);
  setLanes<T>(warp, in.destination, mask, [=](int i) {
    return b[i] < bits ? T(fromSlot<T>(a[i]) << (b[i] & (bits - 1))) : T(0);
  });
}

template <class T>
void shiftRight(Warp& warp, const Instruction& in, uint32_t mask) {
  const auto* a = slots<T>(warp, in.a);
  const auto* b = slots<uint32_t>(warp, in.b);
  constexpr uint32_t bits = 8 * sizeof(T);
  setLanes<T>(warp, in.destination, mask, [=](int i) {
    const T value = fromSlot<T>(a[i]);
    const T all = T(value >> (bits - 1)) & (std::is_signed_v<T> ? T(-1) : T(0));
    return b[i] < bits ? T(value >> (b[i] & (bits - 1))) : all;
  });
}

/** shf: the pair b:a shifted; left gives its high word, right its low word. */
template <bool Left, bool Clamp>
void funnelShift(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t* a = slots<uint32_t>(warp, in.a);
  const uint32_t* b = slots<uint32_t>(warp, in.b);
  const uint32_t* c = slots<uint32_t>(warp, in.c);
  setLanes<uint32_t>(warp, in.destination, mask, [=](int i) {
    const uint32_t count = Clamp ? (c[i] < 32 ? c[i] : 32) : c[i] & 31;
    const uint64_t pair = uint64_t(b[i]) << 32 | a[i];
    return Left ? uint32_t(pair << count >> 32) : uint32_t(pair >> count);
  });
}

template <class T>
void populationCount(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  setLanes<uint32_t>(warp, in.destination, mask,
                     [=](int i) { return uint32_t(__builtin_popcountll(a[i])); });
}

template <class T>
void leadingZeros(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  constexpr uint32_t bits = 8 * sizeof(T);
  setLanes<uint32_t>(warp, in.destination, mask, [=](int i) {
    return a[i] == 0 ? bits : uint32_t(__builtin_clzll(a[i])) - (64 - bits);
  });
}

template <class T>
T reversed(T value) {
  T result = 0;
  for (uint32_t k = 0; k < 8 * sizeof(T); ++k) result |= T(value >> k & 1) << (8 * sizeof(T) - 1 - k);
  return result;
}

template <class T>
void reverse(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  setLanes<T>(warp, in.destination, mask, [=](int i) { return reversed(a[i]); });
}

/** bfind: the place of the highest bit that differs from the sign, or all ones if there is none. */
template <class T, bool ShiftAmount>
void findBit(Warp& warp, const Instruction& in, uint32_t mask) {
  using U = std::make_unsigned_t<T>;
  const T* a = slots<T>(warp, in.a);
  constexpr uint32_t bits = 8 * sizeof(T);
  setLanes<uint32_t>(warp, in.destination, mask, [=](int i) {
    const U value = a[i] < 0 ? ~U(a[i]) : U(a[i]);
    if (value == 0) return UINT32_MAX;
    const uint32_t place = 63 - uint32_t(__builtin_clzll(value));
    return ShiftAmount ? bits - 1 - place : place;
  });
}

/** bfe: bits b .. b+c-1 of a, the sign bit of the field repeated for signed types. */
template <class T>
void extractField(Warp& warp, const Instruction& in, uint32_t mask) {
  using U = std::make_unsigned_t<T>;
  const T* a = slots<T>(warp, in.a);
  const uint32_t* b = slots<uint32_t>(warp, in.b);
  const uint32_t* c = slots<uint32_t>(warp, in.c);
  constexpr int top = 8 * sizeof(T) - 1;
  setLanes<T>(warp, in.destination, mask, [=](int i) {
    const int position = b[i] & 255;
    const int length = c[i] & 255;
    const int last = position + length - 1 < top ? position + length - 1 : top;
    const bool sign = std::is_signed_v<T> && length != 0 && (U(a[i]) >> last & 1) != 0;
    U result = sign ? ~U(0) : U(0);
    for (int k = 0; k < length && k <= top; ++k) {
      const bool bit = position + k <= top ? (U(a[i]) >> (position + k) & 1) != 0 : sign;
      result = (result & ~(U(1) << k)) | U(bit) << k;
    }
    return T(result);
  });
}

/** bfi: a put into b at place c, d bits long. */
template <class T>
void insertField(Warp& warp, const Instruction& in, uint32_t mask) {
  const T* a = slots<T>(warp, in.a);
  const T* b = slots<T>(warp, in.b);
  const uint32_t* c = slots<uint32_t>(warp, in.c);
  const uint32_t* d = slots<uint32_t>(warp, in.d);
  constexpr int bits = 8 * sizeof(T);
  setLanes<T>(warp, in.destination, mask, [=](int i) {
    const int position = c[i] & 255;
    const int length = d[i] & 255;
    T result = b[i];
    for (int k = 0; k < length && position + k < bits && k < bits; ++k) {
      const T one = T(1) << (position + k);
      result = (a[i] >> k & 1) != 0 ? result | one : result & ~one;
    }
    return result;
  });
}

/** prmt: each nibble of c chooses a byte of the pair b:a, or with its high bit that byte's sign. */
void permute(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t* a = slots<uint32_t>(warp, in.a);
  const uint32_t* b = slots<uint32_t>(warp, in.b);
  const uint32_t* c = slots<uint32_t>(warp, in.c);
  setLanes<uint32_t>(warp, in.destination, mask, [=](int i) {
    const uint64_t pair = uint64_t(b[i]) << 32 | a[i];
    uint32_t result = 0;
    for (int k = 0; k < 4; ++k) {
      const uint32_t choice = c[i] >> (4 * k) & 15;
      const uint32_t byte = pair >> (8 * (choice & 7)) & 255;
      const uint32_t chosen = (choice & 8) == 0 ? byte : (byte & 128 ? 255 : 0);
      result |= chosen << (8 * k);
    }
    return result;
  });
}

/** lop3: for every bit the entry of the table that the bits of a, b, c number. */
void tableLogic(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t* a = slots<uint32_t>(warp, in.a);
  const uint32_t* b = slots<uint32_t>(warp, in.b);
  const uint32_t* c = slots<uint32_t>(warp, in.c);
  const uint32_t* table = slots<uint32_t>(warp, in.d);
  setLanes<uint32_t>(warp, in.destination, mask, [=](int i) {
    uint32_t result = 0;
    for (uint32_t entry = 0; entry < 8; ++entry) {
      const uint32_t match = ((entry & 4) ? a[i] : ~a[i]) & ((entry & 2) ? b[i] : ~b[i]) &
                             ((entry & 1) ? c[i] : ~c[i]);
      result |= (table[i] >> entry & 1) != 0 ? match : 0;
    }
    return result;
  });
}

template <class T>
void addWidth(OperationTable& table, const std::string& type) {
  using S = std::make_signed_t<T>;
  const auto kind = InstructionClass::kInteger;
  const std::string number = type.substr(1);
  table["and." + type] = {logic<T, And>, kind, {type, type, type}};
  table["or." + type] = {logic<T, Or>, kind, {type, type, type}};
  table["xor." + type] = {logic<T, Xor>, kind, {type, type, type}};
  table["not." + type] = {complement<T>, kind, {type, type}};
  table["shl." + type] = {shiftLeft<T>, kind, {type, type, "u32"}};
  table["shr." + type] = {shiftRight<T>, kind, {type, type, "u32"}};
  table["shr.u" + number] = table["shr." + type];
  table["shr.s" + number] = {shiftRight<S>, kind, {type, type, "u32"}};
  for (const char* letter : {"b", "u", "s", "f"}) {
    if (number == "16" && *letter == 'f') continue;
    const std::string same = letter + number;
    table["mov." + same] = {move<T>, kind, {same, same}};
  }
  if constexpr (sizeof(T) >= 4) {
    table["popc." + type] = {populationCount<T>, kind, {"u32", type}};
    table["clz." + type] = {leadingZeros<T>, kind, {"u32", type}};
    table["brev." + type] = {reverse<T>, kind, {type, type}};
    table["bfi." + type] = {insertField<T>, kind, {type, type, type, "u32", "u32"}};
    table["bfe.u" + number] = {extractField<T>, kind, {type, type, "u32", "u32"}};
    table["bfe.s" + number] = {extractField<S>, kind, {type, type, "u32", "u32"}};
    table["bfind.u" + number] = {findBit<T, false>, kind, {"u32", type}};
    table["bfind.s" + number] = {findBit<S, false>, kind, {"u32", type}};
    table["bfind.shiftamt.u" + number] = {findBit<T, true>, kind, {"u32", type}};
    table["bfind.shiftamt.s" + number] = {findBit<S, true>, kind, {"u32", type}};
  }
}

}  // namespace

void addBitOperations(OperationTable& table) {
  addWidth<uint16_t>(table, "b16");
  addWidth<uint32_t>(table, "b32");
  addWidth<uint64_t>(table, "b64");
  const auto kind = InstructionClass::kPredicate;
  table["and.pred"] = {predicateLogic<And>, kind, {"pred", "pred", "pred"}};
  table["or.pred"] = {predicateLogic<Or>, kind, {"pred", "pred", "pred"}};
  table["xor.pred"] = {predicateLogic<Xor>, kind, {"pred", "pred", "pred"}};
  table["not.pred"] = {predicateNot, kind, {"pred", "pred"}};
  table["mov.pred"] = {predicateMove, kind, {"pred", "pred"}};
  const auto integer = InstructionClass::kInteger;
  const std::vector<std::string> four = {"b32", "b32", "b32", "b32"};
  table["prmt.b32"] = {permute, integer, four};
  table["lop3.b32"] = {tableLogic, integer, {"b32", "b32", "b32", "b32", "b32"}};
  table["shf.l.wrap.b32"] = {funnelShift<true, false>, integer, four};
  table["shf.l.clamp.b32"] = {funnelShift<true, true>, integer, four};
  table["shf.r.wrap.b32"] = {funnelShift<false, false>, integer, four};
  table["shf.r.clamp.b32"] = {funnelShift<false, true>, integer, four};
}

}  // namespace emulator
