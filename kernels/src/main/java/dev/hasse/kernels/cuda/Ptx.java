package dev.hasse.kernels.cuda;

import java.util.Locale;

/** The files that the kernels are compiled into, one a source file of src/main/cuda. */
enum Ptx {
  INTERVAL,
  ROWS,
  SLOPES,
  CONVOLUTION,
  POINTS,
  TRAINING,
  BIASES,
  TRIANGLES,
  BENCHMARK;

  /** Beside this class. */
  String resource() {
    return name().toLowerCase(Locale.ROOT) + ".ptx";
  }
}
