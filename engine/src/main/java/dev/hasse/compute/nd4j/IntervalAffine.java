package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.nd4j.CpuTensors.Interval;
import dev.hasse.numeric.Outward;
import java.util.List;

/**
 * The affine step of interval bound propagation on centre and radius: two products, with a radius
 * inflated beforehand by what both may round (docs/SOUNDNESS.md, "Radius inflation").
 *
 * <p>Boxes go through in blocks whose operands stay in the cache. A lane that has the processor to
 * itself shares the boxes of the loops around the products with a companion, and leaves one of the
 * two products to it: so each core reads one of the matrices W and |W|, not both.
 */
final class IntervalAffine implements AutoCloseable {
  private static final int BLOCK = 128;

  /** Floats of an operand, so that blocks of very wide nodes are smaller. */
  private static final int MOST = 1 << 20;

  /** Multiplications of a product that are worth a companion's while. */
  private static final int SHARED = 200_000;

  private final OpenBlas blas;
  private final CpuAffine[] affine;
  private final FloatPool pool;
  private final IntervalStrips.Terms[] terms;
  private final LiveInputs[] live;
  private final Scratch center = new Scratch();
  private final Scratch radius = new Scratch();
  private final Scratch middle = new Scratch();
  private final Scratch half = new Scratch();
  private final ConvolutionProduct convolutions;
  private final IntervalStrips strips = new IntervalStrips();
  private final IntervalStrips companionStrips = new IntervalStrips();
  private final Companion companion;

  /**
   * @param companion takes part; or null
   */
  IntervalAffine(OpenBlas blas, CpuAffine[] affine, FloatPool pool, Companion companion) {
    this.companion = companion;
    this.blas = blas;
    this.affine = affine;
    this.pool = pool;
    this.terms = new IntervalStrips.Terms[affine.length];
    this.live = new LiveInputs[affine.length];
    this.convolutions = new ConvolutionProduct(blas);
  }

  @Override
  public void close() {
    center.close();
    radius.close();
    middle.close();
    half.close();
    convolutions.close();
    for (LiveInputs inputs : live) {
      if (inputs != null) {
        inputs.close();
      }
    }
  }

  Interval apply(int node, Interval x) {
    FloatAffine map = affine[node].map();
    if (terms[node] == null) {
      boolean isDense = affine[node].product() != null;
      terms[node] =
          new IntervalStrips.Terms(map, isDense ? affine[node].product().stride() : map.outputs());
      live[node] = isDense ? new LiveInputs(affine[node]) : null;
    }
    Interval result = new Interval(pool, x.boxes(), map.outputs());
    int block = Math.min(BLOCK, Math.max(1, MOST / Math.max(x.width(), map.outputs())));
    for (int from = 0; from < x.boxes(); from += block) {
      int boxes = Math.min(block, x.boxes() - from);
      boolean chosen =
          live[node] != null && x.source() == null && live[node].choose(x, from, boxes);
      Step step = new Step(node, chosen ? live[node] : null, x, result, from, boxes);
      if (companion != null && step.isLong()) {
        step.runWith(companion);
      } else {
        step.run();
      }
    }
    float[] dust = IntervalVerbs.dust(map, x);
    if (dust != null) {
      for (int b = 0; b < x.boxes(); b++) {
        widenByDust(map, dust[b], b * map.outputs(), result);
      }
    }
    return result;
  }

  private static void widenByDust(FloatAffine map, float largest, int at, Interval result) {
    for (int i = 0; i < map.outputs(); i++) {
      double error = Outward.mulUp(map.dust(i), largest);
      result.lower()[at + i] = Outward.floatDown(Outward.subDown(result.lower()[at + i], error));
      result.upper()[at + i] = Outward.floatUp(Outward.addUp(result.upper()[at + i], error));
    }
  }

  /** The map on a block of boxes. */
  private final class Step {
    private final CpuAffine of;
    private final FloatAffine map;
    private final IntervalStrips.Terms terms;
    private final LiveInputs inputs;
    private final Interval x;
    private final Interval result;
    private final int from;
    private final int boxes;
    private final int width;

    /**
     * Makes room, before anything is written, since what grows loses its content.
     *
     * @param inputs those that are not 0 on all of these boxes, or null for all
     */
    Step(int node, LiveInputs inputs, Interval x, Interval result, int from, int boxes) {
      this.of = affine[node];
      this.map = of.map();
      this.terms = IntervalAffine.this.terms[node];
      this.inputs = inputs;
      this.x = x;
      this.result = result;
      this.from = from;
      this.boxes = boxes;
      this.width = inputs == null ? x.width() : inputs.count();
      int room = of.product() == null ? boxes : of.product().room(boxes);
      center.ensure(room * width);
      radius.ensure(room * width);
    }

    /** Whether it is worth a companion's while. */
    boolean isLong() {
      return of.product() != null && (long) boxes * width * map.outputs() >= SHARED;
    }

    void run() {
      centersAndRadii(strips, 0, boxes);
      if (map.diagonal()) {
        strips.scale(map.weights(), boxes, center, radius);
        settle(strips.finish(terms, center, radius, result, from, 0, boxes));
        return;
      }
      if (of.geometry() == null) {
        middles();
        halves();
      } else {
        convolve();
      }
      settle(finish(strips, 0, boxes));
    }

    /** Half of the boxes, or one of the products, each. */
    void runWith(Companion companion) {
      int part = boxes / 2;
      boolean[] finite = new boolean[2];
      companion.sideBySide(
          List.of(
              () -> centersAndRadii(strips, 0, part),
              this::middles,
              () -> finite[0] = finish(strips, 0, part)),
          List.of(
              () -> centersAndRadii(companionStrips, part, boxes),
              this::halves,
              () -> finite[1] = finish(companionStrips, part, boxes)));
      settle(finite[0] && finite[1]);
    }

    private void convolve() {
      middle.ensure(boxes * map.outputs());
      half.ensure(boxes * map.outputs());
      convolutions.forward(of.geometry(), map.weights(), of.weights(), center, boxes, middle);
      convolutions.forward(
          of.geometry(), of.kernelMagnitudes(), of.magnitudes(), radius, boxes, half);
    }

    private void centersAndRadii(IntervalStrips some, int begin, int end) {
      some.centersAndRadii(inputs, x, map.radiusInflation(), from, begin, end, center, radius);
    }

    private void middles() {
      if (inputs == null) {
        of.multiply(blas, boxes, center, middle);
      } else {
        inputs.multiply(blas, boxes, center, middle);
      }
    }

    private void halves() {
      if (inputs == null) {
        of.multiplyMagnitudes(blas, boxes, radius, half);
      } else {
        inputs.multiplyMagnitudes(blas, boxes, radius, half);
      }
    }

    private boolean finish(IntervalStrips some, int begin, int end) {
      return some.finish(terms, middle, half, result, from, begin, end);
    }

    private void settle(boolean finite) {
      if (!finite) {
        result.settle(from * map.outputs(), boxes * map.outputs());
      }
    }
  }
}
