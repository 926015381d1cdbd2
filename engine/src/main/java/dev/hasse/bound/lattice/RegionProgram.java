package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.network.Network;
import dev.hasse.solver.DualBound;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.Solution;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolveStatus;
import dev.hasse.solver.SolverException;
import dev.hasse.solver.SolverInstance;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a conjunction holds at some point of a region, by a solver: the largest left side is
 * minimised over the region's points ({@link NetworkEncoding}), unstable neurons with a binary or
 * with their triangle.
 *
 * <p>A region is excluded with guarantee RIGOROUS where the bounds contradict each other, and where
 * a program without binaries has a positive bound, or no point, by its multipliers and outward
 * rounding. It is excluded with SOLVER_TOLERANCE where the solver says that the minimum is above
 * {@link #MARGIN}, or that there is no point, and no value of the network is beyond {@link
 * #LARGEST_TRUSTED}. A point is one where outward-rounded arithmetic says that the conjunction
 * holds; the solver's word is not needed. One thread.
 */
public final class RegionProgram implements AutoCloseable {
  /** A minimum that a solver's tolerances could have made does not exclude. */
  public static final double MARGIN = 1e-6;

  /**
   * With larger values nothing is asked of a program with binaries: a binary that is off by 1e-6,
   * as SCIP allows, then lets a neuron be off by more than 1, and what follows from that by
   * anything.
   */
  private static final double LARGEST_TRUSTED = 1e6;

  /** By how much variables' bounds and signs are widened, see {@link Program}. */
  private static final double[] WIDENINGS = {1e-7, 1e-5, 1e-3};

  /** How far a claim may be from the network's values, relative to the larger of 1 and them. */
  private static final double TOLERANCE = 1e-4;

  private final Network network;
  private final ReluLayers layers;
  private final LinearSolver solver;
  private final PointCheck check;

  /** Takes the solver over. */
  RegionProgram(Network network, LinearSolver solver) {
    this.network = network;
    this.layers = new ReluLayers(network);
    this.solver = solver;
    this.check = new PointCheck(network);
  }

  /**
   * Programs of a network, with the solver that comes with Hasse; empty where it cannot run.
   *
   * @throws dev.hasse.compute.UnsupportedOpException where an activation is no ReLU
   */
  public static Optional<RegionProgram> open(Network network) {
    try {
      return Optional.of(new RegionProgram(network, Solvers.open(Solvers.SCIP)));
    } catch (SolverUnavailableException e) {
      return Optional.empty();
    }
  }

  /** Answers within the limits, but for the making of the model. */
  public RegionAnswer solve(RegionQuestion region, RegionLimits limits) {
    return new Run(region, limits).answer();
  }

  @Override
  public void close() {
    check.close();
    solver.close();
  }

  /** One question on its way. */
  private final class Run {
    private final long start = System.nanoTime();
    private final RegionQuestion region;
    private final RegionLimits limits;
    private int binaries;

    Run(RegionQuestion region, RegionLimits limits) {
      this.region = region;
      this.limits = limits;
    }

    RegionAnswer answer() {
      Optional<NetworkBounds> bounds = RegionValues.of(network, region, layers);
      if (bounds.isEmpty()) {
        return excluded(Guarantee.RIGOROUS, Double.POSITIVE_INFINITY);
      }
      BoxValues values = new BoxValues(bounds.get(), 0);
      int unstable = unstable(values);
      binaries = limits.linear() ? 0 : unstable;
      if (binaries > limits.binaries()) {
        return open(unstable + " unstable neurons, at most " + limits.binaries() + " wanted");
      }
      if (binaries > 0 && !(largest(values) <= LARGEST_TRUSTED)) {
        return open("values up to " + largest(values) + ", too large for a solver's tolerances");
      }
      try {
        return solve(bounds.get());
      } catch (UnboundedException | SolverException e) {
        return open(e.getMessage());
      }
    }

    /** A bound of the magnitudes of all pre-activations and left sides. */
    private double largest(BoxValues values) {
      double largest = 0;
      for (int layer = 0; layer < layers.count(); layer++) {
        for (int i = 0; i < layers.size(layer); i++) {
          largest = Math.max(largest, values.largest(layers.nodes().get(layer).input(), i));
        }
      }
      for (OutputConstraint constraint : region.conjunction()) {
        BoxValues.Range range = values.range(constraint);
        largest = Math.max(largest, Math.max(Math.abs(range.lower()), Math.abs(range.upper())));
      }
      return largest;
    }

    private int unstable(BoxValues values) {
      int unstable = 0;
      for (int layer = 0; layer < layers.count(); layer++) {
        for (int i = 0; i < layers.size(layer); i++) {
          unstable += values.isUnstable(layers.nodes().get(layer).input(), i) ? 1 : 0;
        }
      }
      return unstable;
    }

    /** One model after the other, each wider, until one gives an answer. */
    private RegionAnswer solve(NetworkBounds bounds) {
      RelaxationElement element =
          limits.linear() ? RelaxationElement.top(network) : RelaxationElement.bottom(network);
      List<Neuron> decided = decided();
      RegionAnswer answer = open("no time");
      for (int attempt = 0; attempt < WIDENINGS.length && left() > 0; attempt++) {
        NetworkEncoding encoding =
            new NetworkEncoding(
                bounds, 0, element, WIDENINGS[attempt], decided, region.conjunction());
        binaries = encoding.model().integers();
        boolean isLast = attempt + 1 == WIDENINGS.length;
        Optional<RegionAnswer> found = solve(encoding, isLast);
        if (found.isPresent()) {
          return found.get();
        }
        answer = open("the solver's claims stay impossible");
      }
      return answer;
    }

    /** Empty where the solver's claim is not to be believed. */
    private Optional<RegionAnswer> solve(NetworkEncoding encoding, boolean isLast) {
      try (SolverInstance instance = solver.open(encoding.model())) {
        Solution solution =
            instance.minimize(encoding.largest(), SolveLimits.seconds(Math.max(left(), 1e-3)));
        if (solution.status() == SolveStatus.INFEASIBLE) {
          return infeasible(encoding, isLast);
        }
        boolean linear = binaries == 0;
        double bound = solution.dualBound();
        if (linear) {
          double[] multipliers =
              solution.multipliers().orElseGet(() -> new double[encoding.model().rows().size()]);
          bound = DualBound.lower(encoding.model(), encoding.largest(), multipliers);
        }
        if (solution.primal().isPresent()) {
          double[] point = encoding.input(solution.primal().get());
          NetworkBounds at = check.at(point);
          double distance = distance(at);
          if (distance <= 0) {
            return Optional.of(point(bound, point));
          }
          if (!linear && isInside(at) && bound > distance + TOLERANCE * Math.max(1, distance)) {
            return Optional.empty();
          }
        }
        if (bound > (linear ? 0 : MARGIN)) {
          return Optional.of(excluded(guarantee(), bound));
        }
        return Optional.of(open(bound, "minimum is at least " + bound + ", " + solution.status()));
      }
    }

    /** Signs that were decided may leave no point. */
    private Optional<RegionAnswer> infeasible(NetworkEncoding encoding, boolean isLast) {
      if (left() > 0 && Infeasibility.isProved(encoding.model(), solver, left())) {
        return Optional.of(excluded(Guarantee.RIGOROUS, Double.POSITIVE_INFINITY));
      }
      return isLast
          ? Optional.of(excluded(Guarantee.SOLVER_TOLERANCE, Double.POSITIVE_INFINITY))
          : Optional.empty();
    }

    /** Neurons with a bound that is 0. */
    private List<Neuron> decided() {
      List<Neuron> decided = new ArrayList<>();
      for (int layer = 0; layer < layers.count(); layer++) {
        for (int i = 0; i < layers.size(layer); i++) {
          if (region.lower()[layer][i] == 0 || region.upper()[layer][i] == 0) {
            decided.add(new Neuron(layer, i));
          }
        }
      }
      return decided;
    }

    /** A number that the largest left side is not above where nodes have these values. */
    private double distance(NetworkBounds at) {
      double largest = Double.NEGATIVE_INFINITY;
      for (OutputConstraint constraint : region.conjunction()) {
        largest = Math.max(largest, new BoxValues(at, 0).range(constraint).upper());
      }
      return largest;
    }

    /** Whether values are the region's beyond doubt. */
    private boolean isInside(NetworkBounds at) {
      for (int layer = 0; layer < layers.count(); layer++) {
        Bounds before = at.before(layers.nodes().get(layer));
        for (int i = 0; i < layers.size(layer); i++) {
          if (before.lower(0, i) < region.lower()[layer][i]
              || before.upper(0, i) > region.upper()[layer][i]) {
            return false;
          }
        }
      }
      return true;
    }

    private Guarantee guarantee() {
      return binaries == 0 ? Guarantee.RIGOROUS : Guarantee.SOLVER_TOLERANCE;
    }

    private double left() {
      return limits.seconds() - seconds();
    }

    private double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }

    private RegionAnswer excluded(Guarantee guarantee, double bound) {
      return new RegionAnswer(
          RegionAnswer.Kind.EXCLUDED, guarantee, bound, new double[0], binaries, seconds(), "");
    }

    private RegionAnswer point(double bound, double[] point) {
      return new RegionAnswer(
          RegionAnswer.Kind.POINT, guarantee(), bound, point, binaries, seconds(), "");
    }

    private RegionAnswer open(String reason) {
      return open(Double.NEGATIVE_INFINITY, reason);
    }

    private RegionAnswer open(double bound, String reason) {
      return new RegionAnswer(
          RegionAnswer.Kind.OPEN, guarantee(), bound, new double[0], binaries, seconds(), reason);
    }
  }
}
