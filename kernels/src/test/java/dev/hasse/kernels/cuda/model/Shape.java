package dev.hasse.kernels.cuda.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A launch without its rows: the kernel and its other 32-bit parameters.
 *
 * @param words with 0 in place of the rows and of what does not change the counts
 */
record Shape(Signature signature, List<Integer> words) {
  static Shape of(Signature signature, List<Integer> words) {
    if (words.size() != signature.size()) {
      throw new IllegalArgumentException(signature.kernel() + " was launched with " + words);
    }
    List<Integer> fixed = new ArrayList<>(words);
    fixed.set(signature.place("rows"), 0);
    if (signature == Signature.TIGHTEN) {
      fixed.set(signature.place("firstBox"), 0);
    }
    if (signature == Signature.INTERVAL_AFFINE) {
      fixed.set(signature.place("inflation"), 0);
    }
    return new Shape(signature, List.copyOf(fixed));
  }

  /** A parameter by name. */
  int word(String name) {
    return words.get(signature.place(name));
  }

  /** The same with the other variant of the product, where there are two. */
  Shape variant(boolean narrow) {
    return switch (signature) {
      case BACK_AFFINE, BACK_AFFINE_NARROW ->
          new Shape(narrow ? Signature.BACK_AFFINE_NARROW : Signature.BACK_AFFINE, words);
      default -> this;
    };
  }

  /** For tables: the kernel and the widths that it works on. */
  String described() {
    String name = signature.kernel();
    return switch (signature) {
      case INTERVAL_AFFINE, MAGNITUDE_AFFINE ->
          name + " " + word("inputs") + " to " + word("outputs");
      case BACK_AFFINE, BACK_AFFINE_NARROW ->
          name + " " + word("outputs") + " to " + word("inputs");
      default -> name + " " + word("ld");
    };
  }

  /** Numbers that a row of the result has, with padding. */
  int columns() {
    return switch (signature) {
      case INTERVAL_AFFINE, MAGNITUDE_AFFINE -> word("ldy");
      case BACK_AFFINE, BACK_AFFINE_NARROW -> word("ldw");
      default -> word("ld");
    };
  }
}
