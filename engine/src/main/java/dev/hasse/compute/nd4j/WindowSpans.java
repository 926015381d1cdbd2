package dev.hasse.compute.nd4j;

import dev.hasse.network.Window;

/**
 * Where each position of a window is over pixels, along one axis: at the outputs {@code first[k]}
 * to {@code first[k] + count[k] - 1}, of which the first is over input {@code input[k]} and each
 * next one {@code stride} further.
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record WindowSpans(int[] first, int[] count, int[] input, int stride) {
  static WindowSpans of(Window window) {
    int kernel = window.kernel();
    WindowSpans spans =
        new WindowSpans(new int[kernel], new int[kernel], new int[kernel], window.stride());
    for (int k = 0; k < kernel; k++) {
      int from = 0;
      while (from < window.output() && window.source(from, k) < 0) {
        from++;
      }
      int end = from;
      while (end < window.output() && window.source(end, k) >= 0) {
        end++;
      }
      spans.first[k] = from;
      spans.count[k] = end - from;
      spans.input[k] = end > from ? window.source(from, k) : 0;
    }
    return spans;
  }

  /** Number of positions of the window. */
  int positions() {
    return first.length;
  }
}
