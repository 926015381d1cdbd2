package dev.hasse.judge;

/** An affine form {@code a x + b y + c} over two inputs, exact. */
record PlaneForm(Dyadic a, Dyadic b, Dyadic c) {
  static final PlaneForm ZERO = constant(0);

  static PlaneForm constant(double value) {
    return new PlaneForm(Dyadic.ZERO, Dyadic.ZERO, Dyadic.of(value));
  }

  PlaneForm plus(PlaneForm other) {
    return new PlaneForm(a.plus(other.a), b.plus(other.b), c.plus(other.c));
  }

  PlaneForm times(Dyadic factor) {
    return new PlaneForm(a.times(factor), b.times(factor), c.times(factor));
  }

  PlaneForm negate() {
    return times(Dyadic.of(-1));
  }
}
