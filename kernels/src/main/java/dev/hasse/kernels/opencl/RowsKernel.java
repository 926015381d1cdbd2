package dev.hasse.kernels.opencl;

/**
 * The verbs on rows. Those that only move coefficients work element by element; the others share a
 * row among 16 work items, whose sums are then added up in their order. Each such sum is added to
 * the row's constant, rounded down (docs/SOUNDNESS.md, "The opencl backend").
 */
abstract class RowsKernel extends BoundsKernel {
  /** Work items that share a row. */
  static final int LANES = GROUP_SIDE;

  static final int ROWS_OF_GROUP = GROUP / LANES;

  /** Eight units: more than the roundings of a few additions to a constant. */
  private static final float ADDITIONS = 0x1p-21f;

  @Local final float[] sums = new float[GROUP];
  @Local final float[] masses = new float[GROUP];

  /** A row of W, {@code second}, with a sign; {@code fourth} has it with its number from 1 on. */
  final void startRows(int id) {
    int row = id / width;
    int column = id - row * width;
    float neuronAndSign = arena[fourth + row];
    int neuron = ((int) abs(neuronAndSign)) - 1;
    float sign = neuronAndSign > 0f ? 1f : -1f;
    float weight = 0f;
    if (verb == Verb.START_CONVOLUTION) {
      weight = entry(neuron, column);
    } else {
      weight = arena[second + neuron * width + column];
    }
    arena[target + id] = sign * weight;
    if (column == 0) {
      float bias = sign * arena[third + neuron];
      if (factor > 0f) {
        float magnitude = arena[constants + ((int) arena[index + row]) * depth + neuron];
        float error = factor * magnitude + TINY;
        bias = (bias - error) - (abs(bias) + error) * FINISH;
      }
      arena[secondTarget + row] = bias;
    }
  }

  final void unitRows(int id) {
    int row = id / width;
    float neuronAndSign = arena[fourth + row];
    float value = 0f;
    if (((int) abs(neuronAndSign)) - 1 == id - row * width) {
      value = neuronAndSign > 0f ? 1f : -1f;
    }
    arena[target + id] = value;
    if (id == row * width) {
      arena[secondTarget + row] = 0f;
    }
  }

  /** The end of each box's interval where the row is smaller. */
  final void minimizer(int id) {
    int row = id / width;
    int at = ((int) arena[index + row]) * width + id - row * width;
    float value = lowerBound(third + at);
    if (arena[first + id] < 0f) {
      value = upperBound(fourth + at);
    }
    arena[target + id] = value;
  }

  final void rowVerb() {
    int lane = getLocalId(0);
    int slot = getLocalId(1);
    int row = getGroupId(0) * ROWS_OF_GROUP + slot;
    int box = 0;
    float sum = 0f;
    float mass = 0f;
    if (row < rows) {
      if (verb != Verb.SUM) {
        box = (int) arena[index + row];
      }
      for (int i = lane; i < width; i += LANES) {
        int at = row * width + i;
        int place = box * width + i;
        mass += mass(at, place);
        sum += term(at, place, i);
      }
    }
    sums[slot * LANES + lane] = sum;
    masses[slot * LANES + lane] = mass;
    localBarrier();
    if (lane == 0) {
      if (row < rows) {
        sum = 0f;
        mass = 0f;
        for (int q = 0; q < LANES; q++) {
          sum += sums[slot * LANES + q];
          mass += masses[slot * LANES + q];
        }
        storeConstant(row, box, sum, mass);
      }
    }
  }

  private void storeConstant(int row, int box, float sum, float mass) {
    float result = sum;
    if (verb != Verb.SUM) {
      float before = arena[constants + row];
      float other = 0f;
      float all = mass;
      if (verb == Verb.MERGE) {
        other = arena[otherConstants + row];
      }
      if (verb == Verb.BIAS) {
        all = mass + arena[otherConstants + box];
      }
      float fixed = underflow * (1f + all);
      float roundings = (abs(before) + abs(other) + abs(sum) + fixed) * ADDITIONS;
      result = ((before + other + sum) - fixed) - roundings;
      if (verb == Verb.CONCRETIZE) {
        result = result >= Float.NEGATIVE_INFINITY ? result : Float.NEGATIVE_INFINITY;
      }
    }
    arena[secondTarget + row] = result;
  }

  /** What a coefficient adds to its row's constant, less the price of roundings. */
  private float term(int at, int place, int i) {
    float a = arena[first + at];
    float result = 0f;
    if (verb == Verb.SUM) {
      result = a;
    } else if (verb == Verb.BIAS) {
      result = bias(a, place, i);
    } else if (verb == Verb.LINES) {
      result = lines(a, at, place);
    } else if (verb == Verb.CONCRETIZE) {
      result = smallest(a, place);
    } else if (verb == Verb.MERGE) {
      float sum = a + arena[second + at];
      arena[target + at] = sum;
      result = payment(sum, place);
    } else if (verb == Verb.PAY) {
      result = payment(a, place);
    }
    return result;
  }

  /** Third: magnitudes v of the map to come; fourth: its bias. */
  private float bias(float a, int place, int i) {
    float b = arena[fourth + i];
    float result = a * b - abs(a) * (factor * arena[third + place] + price * abs(b) + TINY);
    if (a == 0f) {
      result = 0f;
    }
    return result;
  }

  /** Third: the planes of {@link #relax}, {@code depth} apart. Stores coefficient times slope. */
  private float lines(float a, int at, int place) {
    float slope = arena[third + place];
    float result = 0f;
    if (a < 0f) {
      slope = arena[third + depth + place];
      float intercept = arena[third + 2 * depth + place];
      if (intercept > 0f) {
        float cost = price * intercept + TINY;
        if (slope > 0f && slope < 1f) {
          cost += FINISH * (slope * arena[third + 3 * depth + place]);
        }
        result = a * intercept + a * cost;
      }
    }
    arena[target + at] = a * slope;
    return result;
  }

  /** The smallest value of a times x between third and fourth. */
  private float smallest(float a, int place) {
    float l = lowerBound(third + place);
    float u = upperBound(fourth + place);
    float x = a > 0f ? l : u;
    float result = a * x - abs(a) * (price * largest(l, u) + TINY);
    if (a == 0f) {
      result = 0f;
    }
    return result;
  }

  /** Factor times |a| times the largest magnitude between third and fourth. */
  private float payment(float a, int place) {
    float largest = largest(lowerBound(third + place), upperBound(fourth + place));
    float result = -abs(a) * (factor * largest + TINY);
    if (a == 0f) {
      result = 0f;
    }
    return result;
  }

  /** The magnitude of the activation that an error of this coefficient would be multiplied by. */
  private float mass(int at, int place) {
    float result = 0f;
    if (verb == Verb.BIAS) {
      result = arena[third + place];
    } else if (verb == Verb.LINES) {
      float slope = arena[third + depth + place];
      if (slope > 0f && slope < 1f) {
        result = arena[third + 3 * depth + place];
      }
    } else if (verb != Verb.SUM) {
      result = largest(lowerBound(third + place), upperBound(fourth + place));
    }
    if (arena[first + at] == 0f) {
      if (verb == Verb.MERGE) {
        if (arena[second + at] == 0f) {
          result = 0f;
        }
      } else {
        result = 0f;
      }
    }
    return result;
  }
}
