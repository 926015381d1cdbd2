// Access to the registers of a warp: one value a lane.
#pragma once

#include <cstdint>
#include <cstring>

#include "instruction.h"
#include "warp.h"

namespace emulator {

/** How a value of a type lies in a register: values of 16 bits fill the low half of 32. */
template <class T>
struct Slot {
  using Type = T;
};
template <>
struct Slot<uint16_t> {
  using Type = uint32_t;
};
template <>
struct Slot<int16_t> {
  using Type = uint32_t;
};

template <class T>
inline T fromSlot(typename Slot<T>::Type value) {
  return static_cast<T>(value);
}
template <class T>
inline typename Slot<T>::Type toSlot(T value) {
  if constexpr (sizeof(T) == 2) {
    return static_cast<uint16_t>(value);
  } else {
    return value;
  }
}

template <class T>
inline typename Slot<T>::Type* slots(Warp& warp, uint32_t offset) {
  return reinterpret_cast<typename Slot<T>::Type*>(warp.registers + offset);
}

/**
 * Sets the lanes of the mask of a register to f(lane). f must not depend on other lanes of the
 * destination, and is called for idle lanes as well.
 */
template <class T, class F>
inline void setLanes(Warp& warp, uint32_t destination, uint32_t mask, F f) {
  auto* out = slots<T>(warp, destination);
  if (mask == UINT32_MAX) {
#pragma GCC ivdep
    for (int i = 0; i < 32; ++i) out[i] = toSlot<T>(f(i));
  } else {
#pragma GCC ivdep
    for (int i = 0; i < 32; ++i) {
      const auto value = toSlot<T>(f(i));
      out[i] = (mask >> i & 1) != 0 ? value : out[i];
    }
  }
}

template <class To, class From>
inline To bitsAs(From value) {
  static_assert(sizeof(To) == sizeof(From), "sizes differ");
  To result;
  std::memcpy(&result, &value, sizeof(To));
  return result;
}

}  // namespace emulator
