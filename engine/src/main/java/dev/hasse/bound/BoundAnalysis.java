package dev.hasse.bound;

import dev.hasse.compute.DenseAlgebra;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.numeric.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rigorous bounds of a network's outputs over batches of boxes: the entry to this package.
 *
 * <p>Batches of any size: they are cut into chunks that fit the device and shared out over its
 * lanes. Thread-safe; calls at the same time share the lanes. Does not own the session.
 */
public final class BoundAnalysis implements AutoCloseable {
  /** Points that are sampled and evaluated at once: 3 MiB of inputs for 784 float32 inputs. */
  private static final int SAMPLES_A_BLOCK = 1024;

  private final Session session;
  private final ChunkRunner runner;
  private final Ascent ascent;
  private final Deadline deadline;

  public BoundAnalysis(Session session) {
    this(session, Ascent.usual());
  }

  /**
   * @param ascent how long alpha-CROWN optimises
   */
  public BoundAnalysis(Session session, Ascent ascent) {
    this(session, new ChunkRunner(session), ascent, Deadline.NEVER);
  }

  private BoundAnalysis(Session session, ChunkRunner runner, Ascent ascent, Deadline deadline) {
    this.session = session;
    this.runner = runner;
    this.ascent = ascent;
    this.deadline = deadline;
  }

  /**
   * This analysis with a time limit: calls that are under way when it strikes end with a {@link
   * DeadlinePassedException}. Shares this one's workers, so only one of the two is to be closed.
   */
  public BoundAnalysis until(Deadline moment) {
    return new BoundAnalysis(session, runner, ascent, moment);
  }

  /** Dense algebra of the backend that computes. */
  public DenseAlgebra algebra() {
    return session.backend().algebra();
  }

  /** The network that is bounded. */
  public Network network() {
    return session.network();
  }

  /**
   * Bounds of the outputs.
   *
   * @param boxes as wide as the network's input
   */
  public Bounds outputs(BoxBatch boxes, BoundMethod method) {
    requirePropagation(method);
    requireInputs(boxes.dimension());
    int width = session.network().outputs();
    double[] lower = new double[Math.multiplyExact(boxes.count(), width)];
    double[] upper = new double[lower.length];
    long[] undefined = new long[1];
    runner.run(
        boxes.count(),
        least(method),
        deadline,
        (lane, from, to) -> {
          Bounds part =
              new ChunkBounds(session, lane, boxes.slice(from, to), ascent, deadline)
                  .outputs(method);
          part.copyTo(lower, upper, from * width);
          synchronized (undefined) {
            undefined[0] += part.undefined();
          }
        });
    if (isCutOtherwise(boxes.count(), method)) {
      Bounds loose = outputs(boxes, BoundMethod.IBP);
      for (int k = 0; k < lower.length; k++) {
        lower[k] = Math.max(lower[k], loose.lower(k / width, k % width));
        upper[k] = Math.min(upper[k], loose.upper(k / width, k % width));
      }
    }
    return new Bounds(boxes.count(), width, lower, upper, Guarantee.RIGOROUS, undefined[0]);
  }

  /**
   * Bounds of every node's values, the input's as given: a backend may have rounded them. CROWN
   * tightens the nodes that an activation reads, and the output; the others have the interval step
   * from these. Not intersected with CROWN-IBP's. Alpha-CROWN tightens the same nodes.
   *
   * @param boxes as wide as the network's input
   */
  public NetworkBounds nodes(BoxBatch boxes, BoundMethod method) {
    requirePropagation(method);
    requireInputs(boxes.dimension());
    List<Node> nodes = session.network().nodes();
    double[][] lower = new double[nodes.size()][];
    double[][] upper = new double[nodes.size()][];
    for (Node node : nodes) {
      lower[node.id()] = new double[Math.multiplyExact(boxes.count(), node.size())];
      upper[node.id()] = new double[lower[node.id()].length];
    }
    runner.run(
        boxes.count(),
        least(method),
        deadline,
        (lane, from, to) -> {
          List<Bounds> part =
              new ChunkBounds(session, lane, boxes.slice(from, to), ascent, deadline).nodes(method);
          for (Node node : nodes) {
            part.get(node.id()).copyTo(lower[node.id()], upper[node.id()], from * node.size());
          }
        });
    lower[0] = boxes.lower();
    upper[0] = boxes.upper();
    List<Bounds> all = new ArrayList<>();
    for (Node node : nodes) {
      int id = node.id();
      all.add(new Bounds(boxes.count(), node.size(), lower[id], upper[id], Guarantee.RIGOROUS, 0));
    }
    return new NetworkBounds(session.network(), all);
  }

  /**
   * Lower bounds of linear forms of the outputs.
   *
   * @param objectives the forms of each box
   */
  public ObjectiveBounds objectives(BoxBatch boxes, Objectives objectives, BoundMethod method) {
    requirePropagation(method);
    requireInputs(boxes.dimension());
    requireForms(boxes, objectives);
    double[] lower = new double[objectives.rows()];
    runner.run(
        boxes.count(),
        least(method),
        deadline,
        (lane, from, to) -> {
          ChunkBounds chunk =
              new ChunkBounds(session, lane, boxes.slice(from, to), ascent, deadline);
          double[] part = chunk.objectives(objectives.slice(from, to), method);
          System.arraycopy(part, 0, lower, objectives.start(from), part.length);
        });
    if (isCutOtherwise(boxes.count(), method)) {
      ObjectiveBounds loose = objectives(boxes, objectives, BoundMethod.IBP);
      for (int row = 0; row < lower.length; row++) {
        lower[row] = Math.max(lower[row], loose.lower(row));
      }
    }
    return new ObjectiveBounds(lower, Guarantee.RIGOROUS);
  }

  /**
   * Bounds of regions: subproblems of branch and bound.
   *
   * @param ofNodes effort for bounds of pre-activations
   * @param ofForms effort for the linear forms
   */
  public RegionBounds regions(Regions regions, Effort ofNodes, Effort ofForms) {
    return regions(regions, ofNodes, Narrowing.NONE, ofForms);
  }

  /**
   * Bounds of those points of regions where all forms of the region are at most 0; of the others
   * nothing is said. A region where one of these forms is bounded above 0, or where a lower bound
   * is above the upper one, has no such point.
   *
   * @param ofNodes effort for bounds of pre-activations
   * @param narrowing of these bounds by what is known of the forms, which are then the outputs'
   * @param ofForms effort for the linear forms
   */
  public RegionBounds regions(
      Regions regions, Effort ofNodes, Narrowing narrowing, Effort ofForms) {
    requireInputs(regions.boxes().dimension());
    List<RegionBounds> parts = new ArrayList<>();
    List<Integer> firsts = new ArrayList<>();
    runner.run(
        regions.count(),
        session.smallestChunk(),
        deadline,
        (lane, from, to) -> {
          Regions some = regions.slice(from, to);
          RegionBounds part =
              new RegionPass(session, lane, some, ofNodes, narrowing, ofForms, deadline).run();
          synchronized (parts) {
            parts.add(part);
            firsts.add(from);
          }
        });
    return RegionBounds.joined(session.network(), regions, parts, firsts);
  }

  /**
   * The network's outputs at points, rounded to nearest at every step: an observation, no bound.
   *
   * @param points {@code [point][input]} flat
   * @return {@code [point][output]} flat
   */
  public double[] forward(double[] points) {
    int inputs = session.network().inputs();
    int outputs = session.network().outputs();
    int count = points.length / inputs;
    if (count * inputs != points.length) {
      throw new IllegalArgumentException(points.length + " values for points of " + inputs);
    }
    double[] result = new double[count * outputs];
    runner.run(
        count,
        session.smallestChunk(),
        deadline,
        (lane, from, to) -> {
          double[] part = new ForwardPass(session.network(), lane).run(points, from, to);
          System.arraycopy(part, 0, result, from * outputs, part.length);
        });
    return result;
  }

  /**
   * For each point the corner of its box where a linear form of the outputs, linearised at the
   * point, is smallest: away from the gradient in every coordinate. An observation, no bound; where
   * an activation has a kink at the point, the gradient is one of those around it.
   *
   * @param points {@code [point][input]} flat
   * @param boxes one a point
   * @param objectives one form a point
   * @return {@code [point][input]} flat
   */
  public double[] descentCorners(double[] points, BoxBatch boxes, Objectives objectives) {
    requireInputs(boxes.dimension());
    requireForms(boxes, objectives);
    int inputs = boxes.dimension();
    if (points.length != boxes.count() * (long) inputs || objectives.rows() != boxes.count()) {
      throw new IllegalArgumentException(
          points.length
              + " values and "
              + objectives.rows()
              + " objectives for "
              + boxes.count()
              + " points of "
              + inputs);
    }
    double[] corners = new double[points.length];
    runner.run(
        boxes.count(),
        session.smallestChunk(),
        deadline,
        (lane, from, to) -> {
          double[] some = Arrays.copyOfRange(points, from * inputs, to * inputs);
          Descent descent = new Descent(session, lane, deadline);
          double[] part = descent.corners(some, boxes.slice(from, to), objectives.slice(from, to));
          System.arraycopy(part, 0, corners, from * inputs, part.length);
        });
    return corners;
  }

  /**
   * How far two nodes of one width are apart at points, {@code max_i |left_i - right_i|}, rounded
   * to nearest at every step: an observation, no bound.
   *
   * @param points {@code [point][input]} flat
   * @return one value a point
   */
  public double[] divergence(double[] points, Node left, Node right) {
    double[] result = new double[points.length / session.network().inputs()];
    runner.run(
        result.length,
        session.smallestChunk(),
        deadline,
        (lane, from, to) -> {
          ForwardPass pass = new ForwardPass(session.network(), lane);
          double[] part = pass.divergence(points, from, to, left, right);
          System.arraycopy(part, 0, result, from, part.length);
        });
    return result;
  }

  /**
   * The network's outputs at pseudo-random points, uniform in each box, rounded to nearest at every
   * step: an observation, no bound. The points are a function of the seed, the box's position and
   * the point's alone ({@link #samplePoint}), so two networks, or two backends up to rounding, are
   * observed at the same ones. The host holds all outputs, 8 bytes each; a device holds {@value
   * #SAMPLES_A_BLOCK} points a lane.
   *
   * @param boxes finite
   * @return {@code [box][sample][output]} flat
   */
  public double[] sample(BoxBatch boxes, int perBox, long seed) {
    requireInputs(boxes.dimension());
    int outputs = session.network().outputs();
    int blocks = blocksOf(perBox);
    double[] result =
        new double[Math.multiplyExact(Math.multiplyExact(boxes.count(), perBox), outputs)];
    runner.run(
        Math.multiplyExact(boxes.count(), blocks),
        session.smallestChunk(),
        deadline,
        (lane, from, to) -> {
          ForwardPass pass = new ForwardPass(session.network(), lane);
          for (int number = from; number < to; number++) {
            int box = number / blocks;
            int first = number % blocks * SAMPLES_A_BLOCK;
            int count = Math.min(SAMPLES_A_BLOCK, perBox - first);
            double[] part = pass.sample(boxes.slice(box, box + 1), count, seed, number);
            System.arraycopy(part, 0, result, (box * perBox + first) * outputs, part.length);
          }
        });
    return result;
  }

  /**
   * The point that {@link #sample} takes as sample {@code index} of a box, up to the device's
   * rounding: sample i is point i modulo {@value #SAMPLES_A_BLOCK} of Philox's box {@code box *
   * ceil(perBox / SAMPLES_A_BLOCK) + i / SAMPLES_A_BLOCK}.
   */
  public static double[] samplePoint(BoxBatch boxes, int box, int perBox, long seed, int index) {
    double[] point = new double[boxes.dimension()];
    int number = box * blocksOf(perBox) + index / SAMPLES_A_BLOCK;
    Philox.uniforms(seed, number, index % SAMPLES_A_BLOCK, point);
    for (int i = 0; i < point.length; i++) {
      double lower = boxes.lower(box, i);
      double upper = boxes.upper(box, i);
      point[i] = Math.min(upper, lower + point[i] * (upper - lower));
    }
    return point;
  }

  private static int blocksOf(int perBox) {
    if (perBox < 1) {
      throw new IllegalArgumentException(perBox + " samples a box");
    }
    return -Math.floorDiv(-perBox, SAMPLES_A_BLOCK);
  }

  /** Fewest boxes of a chunk. */
  private int least(BoundMethod method) {
    return method == BoundMethod.IBP ? session.smallestChunk() : session.smallestChunkOfRows();
  }

  /**
   * Whether a method has other chunks than intervals have. A backend may round differently in
   * another chunk, so the method's own interval step might then be looser than IBP, in last digits.
   */
  private boolean isCutOtherwise(int boxes, BoundMethod method) {
    return runner.size(boxes, least(method)) != runner.size(boxes, least(BoundMethod.IBP));
  }

  private static void requirePropagation(BoundMethod method) {
    if (method.isSolved()) {
      throw new IllegalArgumentException(
          method
              + " is no propagation: dev.hasse.bound.lattice.LatticeAnalysis or"
              + " dev.hasse.bound.semidefinite.SemidefiniteAnalysis");
    }
  }

  private void requireForms(BoxBatch boxes, Objectives objectives) {
    if (objectives.boxes() != boxes.count()
        || objectives.outputs() != session.network().outputs()) {
      throw new IllegalArgumentException(
          "objectives for "
              + objectives.boxes()
              + " boxes and "
              + objectives.outputs()
              + " outputs, with "
              + boxes.count()
              + " boxes and a network of "
              + session.network().outputs()
              + " outputs");
    }
  }

  private void requireInputs(int dimension) {
    if (dimension != session.network().inputs()) {
      throw new IllegalArgumentException(
          "boxes of "
              + dimension
              + " coordinates for a network of "
              + session.network().inputs()
              + " inputs");
    }
  }

  /** Ends the worker threads. */
  @Override
  public void close() {
    runner.close();
  }
}
