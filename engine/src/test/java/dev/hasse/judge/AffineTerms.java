package dev.hasse.judge;

import dev.hasse.network.Affine;
import dev.hasse.network.Dense;
import dev.hasse.network.Scale;

/** An affine map read weight by weight, whatever its form. */
final class AffineTerms {
  /** One product of a sum. */
  interface Term {
    void take(int input, double weight);
  }

  private final Affine affine;

  AffineTerms(Affine affine) {
    this.affine = affine;
  }

  double bias(int output) {
    return affine instanceof Dense dense ? dense.bias(output) : scale().shift(output);
  }

  /** Every weight of one output. */
  void forEach(int output, Term term) {
    if (affine instanceof Dense dense) {
      for (int j = 0; j < affine.inputs(); j++) {
        term.take(j, dense.weights().at(output, j));
      }
    } else {
      term.take(output, scale().scale(output));
    }
  }

  private Scale scale() {
    return (Scale) affine;
  }
}
