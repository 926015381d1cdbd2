package dev.hasse.kernels.opencl;

/**
 * The verbs on intervals, element by element, rounded to nearest with the errors paid for
 * (docs/SOUNDNESS.md, "The opencl backend"). A pair of bounds that is not a number is stored so and
 * read as the whole line; the host counts it when it downloads.
 */
abstract class BoundsKernel extends ConvolutionKernel {
  /** Four times what an operation may lose where subnormal numbers are flushed. */
  static final float TINY = 0x1p-124f;

  /** Four units: more than the roundings of a sum of a bound and its slack. */
  static final float FINISH = 0x1p-22f;

  /** Slopes and intercepts below it are not stored: no relative statement meets a subnormal. */
  static final float SMALLEST_SLOPE = 0x1p-100f;

  /** Of {@code first, second}: centre to {@code target}, inflated radius to the second one. */
  final void centers(int id) {
    float l = lowerBound(first + id);
    float u = upperBound(second + id);
    float center = 0.5f * l + 0.5f * u;
    float spread = 0.5f * u - 0.5f * l;
    arena[target + id] = center;
    arena[secondTarget + id] = spread + (abs(center) + spread) * factor;
  }

  /** From products of centres and radii to bounds; third is the bias, fourth its errors. */
  final void finish(int id) {
    int i = id - id / width * width;
    float middle = arena[first + id] + arena[third + i];
    float spread = arena[second + id];
    float slack = (abs(middle) + spread) * FINISH + arena[fourth + i];
    storeBounds(id, (middle - spread) - slack, (middle + spread) + slack);
  }

  /** A pair of which one is not a number becomes one of which both are. */
  private void storeBounds(int id, float lower, float upper) {
    float l = lower + upper;
    float u = l;
    if (lower <= Float.POSITIVE_INFINITY) {
      if (upper <= Float.POSITIVE_INFINITY) {
        l = lower;
        u = upper;
      }
    }
    arena[target + id] = l;
    arena[secondTarget + id] = u;
    if (id == 0) {
      arena[index] = 0f;
    }
  }

  final void diagonal(int id) {
    int i = id - id / width * width;
    float weight = arena[second + i];
    if (verb == Verb.DIAGONAL_MAGNITUDES) {
      weight = abs(weight);
    }
    arena[target + id] = arena[first + id] * weight;
  }

  final void reluBounds(int id) {
    float l = lowerBound(first + id);
    float u = upperBound(second + id);
    storeBounds(id, l > 0f ? l : 0f, u > 0f ? u : 0f);
  }

  final void addBounds(int id) {
    float low = lowerBound(first + id);
    float otherLow = lowerBound(third + id);
    float high = upperBound(second + id);
    float otherHigh = upperBound(fourth + id);
    storeBounds(id, -sumUp(-low, -otherLow), sumUp(high, otherHigh));
  }

  /** At least the sum; exact where one is zero, so that a neuron that is active stays active. */
  private float sumUp(float a, float b) {
    float sum = a + b;
    float result = sum + (abs(sum) * FINISH + TINY);
    if (a == 0f) {
      result = b;
    }
    if (b == 0f) {
      result = a;
    }
    return result;
  }

  /** Bounds first, second with others, third and fourth, in place. */
  final void intersect(int id) {
    raise(first + id, second + id, lowerBound(third + id), upperBound(fourth + id));
  }

  /** What four numbers at {@code index} say: box, neuron, row of +z, row of -z. */
  final void tighten(int id) {
    int at = index + 4 * id;
    int place = ((int) arena[at]) * width + ((int) arena[at + 1]);
    float low = arena[third + ((int) arena[at + 2])];
    float high = -arena[third + ((int) arena[at + 3])];
    raise(first + place, second + place, low, high);
  }

  private void raise(int lowerAt, int upperAt, float low, float high) {
    float l = lowerBound(lowerAt);
    float u = upperBound(upperAt);
    float replaced = 1f;
    if (arena[lowerAt] <= Float.POSITIVE_INFINITY) {
      replaced = 0f;
    }
    if (replaced > 0f) {
      arena[secondTarget] = 1f; // all who write here say the same
    }
    arena[lowerAt] = low > l ? low : l;
    arena[upperAt] = high < u ? high : u;
  }

  /** Sixteen neurons a word, which a float holds exactly. */
  final void unstable(int id) {
    int words = (width + 15) / 16;
    int box = id / words;
    int from = (id - box * words) * 16;
    int bits = 0;
    for (int q = 0; q < 16; q++) {
      if (from + q < width) {
        int at = box * width + from + q;
        int stable = 0;
        if (arena[first + at] >= 0f) {
          stable = 1;
        }
        if (arena[second + at] <= 0f) {
          stable = 1;
        }
        bits = bits | ((1 - stable) << q);
      }
    }
    arena[target + id] = bits;
  }

  /**
   * The lines of {@code relax.ReluRelaxation}, as four planes: lower slope, upper slope, upper
   * intercept for that slope as stored, largest magnitude of the pre-activation.
   */
  final void relax(int id) {
    float l = lowerBound(first + id);
    float u = upperBound(second + id);
    float lowerSlope = u > -l ? 1f : 0f;
    float slope = 0f;
    float intercept = 0f;
    if (l >= 0f) {
      lowerSlope = 1f;
      slope = 1f;
    } else if (u > 0f) {
      slope = chord(l, u);
      float atLower = slope > 0f ? -slope * l : 0f;
      float atUpper = slope < 1f ? (1f - slope) * u : 0f;
      float largest = atLower > atUpper ? atLower : atUpper;
      intercept = largest * (1f + 0x1p-21f);
      if (intercept < SMALLEST_SLOPE) {
        intercept = SMALLEST_SLOPE;
      }
    }
    arena[target + id] = lowerSlope;
    arena[target + count + id] = slope;
    arena[target + 2 * count + id] = intercept;
    arena[target + 3 * count + id] = largest(l, u);
  }

  /** Any number in [0, 1] would do: OpenCL's division is off by a few units, and may flush. */
  private float chord(float l, float u) {
    float quotient = u / (u - l);
    float slope = 0f;
    if (quotient >= SMALLEST_SLOPE) {
      slope = quotient < 1f ? quotient : 1f;
    }
    if (u == Float.POSITIVE_INFINITY) {
      slope = 1f;
    }
    if (l == Float.NEGATIVE_INFINITY) {
      slope = 0f;
    }
    return slope;
  }

  final void largestMagnitude(int id) {
    arena[target + id] = largest(lowerBound(first + id), upperBound(second + id));
  }

  /** From products of magnitudes: plus an offset an output, times the factor for roundings. */
  final void magnitude(int id) {
    int i = id - id / width * width;
    arena[target + id] = (arena[first + id] + arena[third + i]) * factor;
  }

  /** Weights left out as too small: third their sums, fourth each box's sum of magnitudes. */
  final void dust(int id) {
    int box = id / width;
    float more = arena[third + id - box * width] * arena[fourth + box];
    if (verb == Verb.DUST_MAGNITUDE) {
      arena[first + id] = arena[first + id] + more;
    } else {
      float l = arena[first + id];
      float u = arena[second + id];
      arena[first + id] = l - (more + (abs(l) + more) * FINISH);
      arena[second + id] = u + (more + (abs(u) + more) * FINISH);
    }
  }
}
