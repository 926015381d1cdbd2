package dev.hasse.kernels.opencl;

/**
 * The one kernel: every verb of the backend, chosen by {@link #verb}. Its class chain holds the
 * verbs by kind; Aparapi translates methods of a kernel and its superclasses only.
 */
final class VerbKernel extends RowsKernel {
  VerbKernel() {
    setExplicit(true);
  }

  /** Left out of the translation: whoever gets here runs on the JVM, which is never wanted. */
  @NoCL
  @SuppressWarnings("DoNotCallSuggester") // whoever calls it is to be stopped
  void refuseJava() {
    throw new IllegalStateException("Aparapi fell back from OpenCL to Java");
  }

  @Override
  public void run() {
    refuseJava();
    int item = getLocalId(1) * GROUP_SIDE + getLocalId(0);
    int id = getGroupId(0) * GROUP + item;
    countLaunch(id);
    if (verb >= Verb.FIRST_PRODUCT) {
      product();
    } else if (verb >= Verb.FIRST_ROW_VERB) {
      rowVerb();
    } else if (id < count) {
      elementVerb(id);
    }
  }

  private void elementVerb(int id) {
    if (verb < Verb.CENTERS) {
      move(id);
    } else if (verb < Verb.GATHER) {
      boundsVerb(id);
    } else if (verb < Verb.CONVOLUTION) {
      moveRows(id);
    } else if (verb == Verb.CONVOLUTION_BACK) {
      convolveBack(id);
    } else {
      convolve(id);
    }
  }

  private void boundsVerb(int id) {
    if (verb == Verb.CENTERS) {
      centers(id);
    } else if (verb == Verb.FINISH) {
      finish(id);
    } else if (verb == Verb.DIAGONAL || verb == Verb.DIAGONAL_MAGNITUDES) {
      diagonal(id);
    } else if (verb == Verb.RELU_BOUNDS) {
      reluBounds(id);
    } else if (verb == Verb.ADD_BOUNDS) {
      addBounds(id);
    } else if (verb == Verb.INTERSECT) {
      intersect(id);
    } else if (verb == Verb.TIGHTEN) {
      tighten(id);
    } else if (verb == Verb.UNSTABLE) {
      unstable(id);
    } else if (verb == Verb.RELAX) {
      relax(id);
    } else if (verb == Verb.LARGEST) {
      largestMagnitude(id);
    } else if (verb == Verb.MAGNITUDE) {
      magnitude(id);
    } else {
      dust(id);
    }
  }

  private void moveRows(int id) {
    if (verb == Verb.GATHER) {
      gather(id);
    } else if (verb == Verb.RELU) {
      relu(id);
    } else if (verb == Verb.ADD) {
      arena[target + id] = arena[first + id] + arena[second + id];
    } else if (verb == Verb.ADD_BIAS) {
      arena[target + id] = arena[first + id] + arena[third + id - id / width * width];
    } else if (verb == Verb.START_ROWS || verb == Verb.START_CONVOLUTION) {
      startRows(id);
    } else if (verb == Verb.UNIT_ROWS) {
      unitRows(id);
    } else if (verb == Verb.MINIMIZER) {
      minimizer(id);
    } else {
      divergence(id);
    }
  }

  /** Columns by their numbers at {@code index}; below zero is a column of zeros. */
  private void gather(int id) {
    int row = id / width;
    int source = (int) arena[index + id - row * width];
    float value = 0f;
    if (source >= 0) {
      value = arena[first + row * depth + source];
    }
    arena[target + id] = value;
  }

  /** Of rows of {@code depth}; not-a-number where a difference is. */
  private void divergence(int id) {
    float largest = 0f;
    float undefined = 0f;
    for (int at = id * depth; at < (id + 1) * depth; at++) {
      float difference = abs(arena[first + at] - arena[second + at]);
      if (difference >= 0f) {
        largest = difference > largest ? difference : largest;
      } else {
        undefined = difference;
      }
    }
    arena[target + id] = largest + undefined;
  }

  private void relu(int id) {
    float x = arena[first + id];
    arena[target + id] = x < 0f ? 0f : x;
  }
}
