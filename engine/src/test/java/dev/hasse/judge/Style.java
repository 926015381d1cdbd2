package dev.hasse.judge;

/** What numbers a case is made of. */
public enum Style {
  /** Small integers: every sum and product is exact in any precision. */
  INTEGERS,
  /** Floats around one. */
  FLOATS,
  /** Doubles around one that are no floats. */
  DOUBLES,
  /** Zeros of both signs, subnormals, huge and tiny numbers, neighbours of one. */
  AWKWARD
}
