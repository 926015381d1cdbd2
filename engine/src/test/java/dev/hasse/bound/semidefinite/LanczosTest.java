package dev.hasse.bound.semidefinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Matrices {@code Q diag(d) Q'} with a reflection Q, so that eigenvalues and vectors are known. */
final class LanczosTest {
  private static UnaryOperator<double[]> reflected(double[] eigenvalues, double[] normal) {
    return v -> {
      double[] result = reflect(v, normal);
      for (int k = 0; k < result.length; k++) {
        result[k] *= eigenvalues[k];
      }
      return reflect(result, normal);
    };
  }

  private static double[] reflect(double[] v, double[] normal) {
    double[] result = v.clone();
    Vectors.add(result, -2 * Vectors.dot(v, normal) / Vectors.dot(normal, normal), normal);
    return result;
  }

  @Test
  void findsTheSmallestPairs() {
    for (int size : new int[] {1, 2, 3, 10, 60, 300}) {
      Numbers numbers = new Numbers("eigenvalues " + size);
      double[] normal = numbers.vector(size, Style.DOUBLES);
      normal[0] += 1;
      double[] eigenvalues = numbers.vector(size, Style.DOUBLES);
      for (int k = 0; k < size; k++) {
        eigenvalues[k] = Math.abs(eigenvalues[k]);
      }
      eigenvalues[size / 2] = -2;
      eigenvalues[size - 1] = -3;
      UnaryOperator<double[]> operator = reflected(eigenvalues, normal);
      List<Lanczos.Pair> pairs = Lanczos.smallest(size, operator, 1e-9);
      assertTrue(pairs.get(0).isNegative());
      for (int k = 0; k < (size > 2 ? 2 : 1); k++) {
        Lanczos.Pair pair = pairs.get(k);
        assertEquals(k - 3, pair.value(), 1e-2, "size " + size);
        assertEquals(1, Vectors.norm(pair.vector()), 1e-9);
        double[] failure = operator.apply(pair.vector());
        Vectors.add(failure, -pair.value(), pair.vector());
        assertEquals(pair.residual(), Vectors.norm(failure), 1e-9, "size " + size);
      }
    }
  }

  /** As far as it says: what it calls negative is, also where the steps do not suffice. */
  @Test
  void callsNothingNegativeThatIsNot() {
    int size = 2_000;
    double[] eigenvalues = new double[size];
    for (int k = 0; k < size; k++) {
      eigenvalues[k] = Math.pow(10, -8.0 * k / size);
    }
    double[] normal = new Numbers("positive").vector(size, Style.DOUBLES);
    List<Lanczos.Pair> pairs = Lanczos.smallest(size, reflected(eigenvalues, normal), 1e-9);
    assertFalse(pairs.get(0).isNegative());
    assertTrue(pairs.get(0).value() < 1e-3, pairs.get(0).value() + " is far from the smallest");
  }
}
