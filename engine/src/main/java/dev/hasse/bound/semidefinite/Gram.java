package dev.hasse.bound.semidefinite;

import dev.hasse.compute.DenseAlgebra;

/**
 * Products {@code q' M r} of a symmetric matrix with the vectors that the constraints consist of:
 * the unit vectors, the slacks s_i, and {@code f_i = e0 + e_v(i)}, {@code g_i = e0 + s_i}. Vectors
 * are numbered: unit vector k is k, slack i is {@code size + i}.
 */
final class Gram {
  private final LiftedProgram program;
  private final int size;
  private final int neurons;
  private final int width;
  private final double[] all; // [vector][vector]
  private final double[] f; // [neuron][vector]
  private final double[] g; // [neuron][vector]
  private final double[] half; // [neuron][size]
  private final double[] corner; // [neuron][neuron]

  Gram(LiftedProgram program) {
    this.program = program;
    this.size = program.size();
    this.neurons = program.neurons();
    this.width = size + neurons;
    this.all = new double[Math.multiplyExact(width, width)];
    this.f = new double[Math.multiplyExact(neurons, width)];
    this.g = new double[f.length];
    this.half = new double[neurons * size];
    this.corner = new double[neurons * neurons];
  }

  /** Number of vectors. */
  int width() {
    return width;
  }

  /** {@code q' M r}. */
  double at(int q, int r) {
    return all[q * width + r];
  }

  /** All products, {@code [vector][vector]} flat. */
  double[] all() {
    return all;
  }

  /** Products of f_i with all vectors, from {@code i * width()} on. */
  double[] f() {
    return f;
  }

  /** Products of g_i with all vectors, from {@code i * width()} on. */
  double[] g() {
    return g;
  }

  double ff(int i, int j) {
    return f[i * width] + f[i * width + program.variable(j)];
  }

  double fg(int i, int j) {
    return f[i * width] + f[i * width + size + j];
  }

  double gg(int i, int j) {
    return g[i * width] + g[i * width + size + j];
  }

  /** {@code f_j' M g_i}. */
  double gf(int i, int j) {
    return g[i * width] + g[i * width + program.variable(j)];
  }

  /** Takes another matrix. */
  void of(double[] matrix, DenseAlgebra algebra) {
    if (neurons > 0) {
      algebra.product(false, false, neurons, size, size, 1, program.slacks(), matrix, 0, half);
      algebra.product(false, true, neurons, neurons, size, 1, half, program.slacks(), 0, corner);
    }
    for (int k = 0; k < size; k++) {
      System.arraycopy(matrix, k * size, all, k * width, size);
      for (int i = 0; i < neurons; i++) {
        all[k * width + size + i] = half[i * size + k];
      }
    }
    for (int i = 0; i < neurons; i++) {
      int row = (size + i) * width;
      System.arraycopy(half, i * size, all, row, size);
      System.arraycopy(corner, i * neurons, all, row + size, neurons);
    }
    for (int i = 0; i < neurons; i++) {
      add(0, program.variable(i), f, i);
      add(0, size + i, g, i);
    }
  }

  private void add(int left, int right, double[] to, int i) {
    for (int q = 0; q < width; q++) {
      to[i * width + q] = all[left * width + q] + all[right * width + q];
    }
  }
}
