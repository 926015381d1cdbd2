// Rounding modes of the processor, for as long as a scope lasts.
#pragma once

#include <cfenv>

namespace emulator {

/**
 * Rounds in the direction Mode until the end of the scope.
 *
 * The compiler does not know that arithmetic depends on the mode. What is computed inside must be
 * loaded from registers of a warp and stored to them inside: the calls that set the mode may, for
 * all the compiler knows, read and write these, so neither loads nor stores can move across them.
 */
template <int Mode>
class RoundingScope {
 public:
  RoundingScope() {
    if constexpr (Mode != FE_TONEAREST) std::fesetround(Mode);
  }
  ~RoundingScope() {
    if constexpr (Mode != FE_TONEAREST) std::fesetround(FE_TONEAREST);
  }
  RoundingScope(const RoundingScope&) = delete;
  RoundingScope& operator=(const RoundingScope&) = delete;
};

}  // namespace emulator
