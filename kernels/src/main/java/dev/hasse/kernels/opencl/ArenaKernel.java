package dev.hasse.kernels.opencl;

import com.aparapi.Kernel;

/**
 * The device's memory as a kernel sees it, and the operands of one launch.
 *
 * <p>Aparapi ties a device buffer to one kernel object and one Java array. So there is one kernel
 * for all verbs, and one array, the arena, in which every tensor is a stretch; it is copied neither
 * way between launches. Two small arrays carry what comes and goes. Indices are stored as floats,
 * which hold integers below 2^24 exactly.
 *
 * <p>The first float of the arena counts launches on the device itself: see {@link #tick}.
 *
 * <p>Methods that run on the device use what Aparapi can translate: assignments, loops, comparisons
 * of which not-a-number fails every one. A negated comparison would be translated to its opposite,
 * which not-a-number fails too; so there is none.
 */
abstract class ArenaKernel extends Kernel {
  /** Work items of a group, as 16 by 16: processors without groups vectorise along the first. */
  static final int GROUP = 256;

  static final int GROUP_SIDE = 16;

  /** Floats hold integers up to here exactly. */
  static final int INDICES = 1 << 24;

  float[] arena = new float[1];
  float[] inbox = new float[1];
  float[] outbox = new float[1];

  int verb;
  int previousTick;
  int tick;

  /** Elements to work on. */
  int count;

  /** Rows, boxes or points. */
  int rows;

  /** Columns of the result. */
  int width;

  /** Columns of the operand, or length of the sums. */
  int depth;

  /** Where operands and results begin in the arena; each verb says what they are. */
  int first;

  int second;
  int third;
  int fourth;
  int constants;
  int otherConstants;
  int index;
  int shape;
  int target;
  int secondTarget;

  float factor;
  float price;
  float underflow;

  /**
   * Counts the launch in device memory, if that still holds the count of the one before. When the
   * JVM moves the arena's array, Aparapi makes a new buffer with the array's old content; and when
   * a launch did not run on the device, nothing is counted. Either way the count is wrong from then
   * on, and each download brings it along.
   */
  final void countLaunch(int id) {
    if (id == 0) {
      float next = -1f;
      if (arena[0] == previousTick) {
        next = tick;
      }
      arena[0] = next;
      outbox[0] = next;
    }
  }

  final void move(int id) {
    if (verb == Verb.COPY_IN) {
      arena[target + id] = inbox[id];
    } else if (verb == Verb.COPY_OUT) {
      outbox[id + 1] = arena[first + id];
    } else if (verb == Verb.FILL) {
      arena[target + id] = factor;
    }
  }

  /** A lower bound; not-a-number stands for the whole line. */
  final float lowerBound(int at) {
    float x = arena[at];
    return x >= Float.NEGATIVE_INFINITY ? x : Float.NEGATIVE_INFINITY;
  }

  /** An upper bound; not-a-number stands for the whole line. */
  final float upperBound(int at) {
    float x = arena[at];
    return x <= Float.POSITIVE_INFINITY ? x : Float.POSITIVE_INFINITY;
  }

  /** The largest magnitude between two bounds. */
  final float largest(float lower, float upper) {
    float a = abs(lower);
    float b = abs(upper);
    return a > b ? a : b;
  }
}
