package dev.hasse.kernels.cuda.model;

import java.util.Arrays;
import java.util.List;

/**
 * The kernels of IBP and CROWN on dense ReLU networks, with the names of their 32-bit parameters in
 * order. {@code rows} is what a launch is linear in: boxes or rows.
 */
@SuppressWarnings("ImmutableEnumChecker") // List.of never changes
enum Signature {
  INTERVAL_AFFINE("intervalAffine", "inflation ldx rows inputs outputs ldy"),
  INTERVAL_RELU("intervalRelu", "ld rows"),
  INTERSECT("intersect", "ld rows"),
  TIGHTEN("tighten", "ld firstBox rows"),
  UNSTABLE("unstable", "ld rows width words"),
  RELAX_RELU("relaxRelu", "ld rows width"),
  MAGNITUDE_AFFINE("magnitudeAffine", "ldx rows inputs outputs ldy"),
  MAGNITUDE_SUM("magnitudeSum", "ld rows"),
  START_ROWS("startRows", "ldv rows ld"),
  BACK_AFFINE("backAffine", "lda ldw rows outputs inputs"),
  BACK_AFFINE_NARROW("backAffineNarrow", "lda ldw rows outputs inputs"),
  CONCRETIZE("concretize", "ld rows");

  private final String kernel;
  private final List<String> words;

  Signature(String kernel, String words) {
    this.kernel = kernel;
    this.words = List.of(words.split(" "));
  }

  static Signature of(String kernel) {
    return Arrays.stream(values())
        .filter(signature -> signature.kernel.equals(kernel))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no signature of kernel " + kernel));
  }

  String kernel() {
    return kernel;
  }

  int place(String word) {
    int place = words.indexOf(word);
    if (place < 0) {
      throw new IllegalArgumentException(kernel + " has no parameter " + word);
    }
    return place;
  }

  int size() {
    return words.size();
  }

  /** Whether rows that walk back are what its rows are; else they are boxes. */
  boolean walks() {
    return switch (this) {
      case START_ROWS, BACK_AFFINE, BACK_AFFINE_NARROW, CONCRETIZE -> true;
      default -> false;
    };
  }
}
