package dev.hasse.bound.lattice;

import dev.hasse.solver.SolveStatus;
import dev.hasse.solver.SolverException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Walks one box down the lattice. The ranking of its unstable neurons is found at the top: the
 * multiplier of a neuron's chord in the linear program says what lowering the chord would raise the
 * bound by, to first order, so times the chord's largest distance from the ReLU it says what
 * linearising the neuron costs; summed over the objectives.
 */
final class BoxWalk {
  /** A bound this close to a value of the network is settled: solvers promise no more. */
  private static final double SETTLED = 1e-7;

  private final BoxJob job;
  private final List<Integer> rows;
  private final double seconds;
  private final long begin = System.nanoTime();
  private final List<WalkStep> steps = new ArrayList<>();
  private List<LatticeBound> known;
  private List<Neuron> ranking = List.of();

  /**
   * @param job borrowed
   * @param rows all of the box's
   * @param rigorous a bound of each row of the objectives that is known already
   * @param seconds wall time for all steps together
   */
  BoxWalk(BoxJob job, List<Integer> rows, double[] rigorous, double seconds) {
    this.job = job;
    this.rows = rows;
    this.seconds = seconds;
    this.known =
        rows.stream()
            .map(row -> job.unsolved(row, SolveStatus.TIMEOUT).raised(rigorous[row]))
            .toList();
  }

  /** Takes the top, then the legs in order. */
  LatticeWalk run(RelaxationElement top, List<WalkLeg> legs) {
    try {
      begin(top);
    } catch (UnboundedException | SolverException e) {
      // No element has a model of this box. With no neuron ranked the legs take no step.
      SolveStatus status = job.without(e);
      add(top, known.stream().map(bound -> bound.ended(status)).toList());
    }
    List<Integer> ends = new ArrayList<>();
    for (WalkLeg leg : legs) {
      walk(leg);
      ends.add(steps.size() - 1);
    }
    return new LatticeWalk(steps.stream().map(this::withBestValues).toList(), ends);
  }

  private void begin(RelaxationElement top) {
    try (Program program = job.program(top)) {
      List<LatticeBound> bounds = bounds(program, seconds);
      double[] score = job.scores();
      ranking =
          program.linearised().stream()
              .sorted(
                  Comparator.comparingDouble((Neuron n) -> -score[top.layers().number(n)])
                      .thenComparing(top.layers()::number))
              .toList();
      add(top, bounds);
    }
  }

  private void walk(WalkLeg leg) {
    double until = Math.min(leg.seconds(), seconds);
    RelaxationElement at = last().element();
    Optional<RelaxationElement> next = leg.next(at, ranking, elapsed() >= until);
    while (next.isPresent()) {
      at = next.get();
      if (binaries(at) > last().binaries()) {
        step(at, until);
      }
      next = leg.next(at, ranking, elapsed() >= until);
    }
  }

  private WalkStep last() {
    return steps.get(steps.size() - 1);
  }

  private void step(RelaxationElement element, double until) {
    if (elapsed() >= until || known.stream().allMatch(BoxWalk::isSettled)) {
      add(element, known.stream().map(BoxWalk::kept).toList());
      return;
    }
    try (Program program = job.program(element)) {
      add(element, bounds(program, until));
    } catch (SolverException e) {
      SolveStatus status = job.without(e);
      add(element, known.stream().map(bound -> bound.ended(status)).toList());
    }
  }

  /** What is known of a row already, at an element where it is not solved. */
  private static LatticeBound kept(LatticeBound bound) {
    return bound.ended(isSettled(bound) ? SolveStatus.OPTIMAL : SolveStatus.TIMEOUT);
  }

  /** The rows' bounds at the program's element; those that are settled stay. */
  private List<LatticeBound> bounds(Program program, double until) {
    List<Integer> open =
        IntStream.range(0, rows.size())
            .filter(k -> !isSettled(known.get(k)))
            .mapToObj(rows::get)
            .toList();
    Map<Integer, LatticeBound> found = job.solve(program, open, until - elapsed());
    List<LatticeBound> all = new ArrayList<>();
    for (int k = 0; k < rows.size(); k++) {
      LatticeBound before = known.get(k);
      LatticeBound now = found.get(rows.get(k));
      all.add(now == null ? kept(before) : now.raised(before));
    }
    return all;
  }

  private void add(RelaxationElement element, List<LatticeBound> bounds) {
    int binaries = binaries(element);
    known = bounds;
    steps.add(new WalkStep(element, binaries, ranking.size() - binaries, elapsed(), bounds));
  }

  private static boolean isSettled(LatticeBound bound) {
    double allowed = SETTLED * Math.max(1, Math.abs(bound.concrete()));
    return bound.concrete() - bound.lower() <= allowed;
  }

  private int binaries(RelaxationElement element) {
    return (int) ranking.stream().filter(element::isExact).count();
  }

  private double elapsed() {
    return (System.nanoTime() - begin) / 1e9;
  }

  /** With the best values of the whole walk, and no bound of a solver above them. */
  private WalkStep withBestValues(WalkStep step) {
    List<LatticeBound> bounds = new ArrayList<>();
    for (int k = 0; k < rows.size(); k++) {
      LatticeBound best = job.unsolved(rows.get(k), SolveStatus.TIMEOUT);
      bounds.add(step.bounds().get(k).beside(best));
    }
    return new WalkStep(step.element(), step.binaries(), step.linearised(), step.seconds(), bounds);
  }
}
