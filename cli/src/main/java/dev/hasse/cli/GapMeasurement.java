package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeBound;
import dev.hasse.bound.lattice.LatticeWalk;
import dev.hasse.bound.lattice.WalkStep;
import dev.hasse.bound.semidefinite.SemidefiniteAnalysis;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Objectives;
import dev.hasse.solver.SolveStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Bounds boxes at every stage. Borrows its analyses. */
record GapMeasurement(
    BoundAnalysis analysis,
    LatticeAnalysis lattice,
    Optional<SemidefiniteAnalysis> semidefinite,
    GapPlan plan) {
  /** All stages of some boxes. */
  List<BoxGap> run(BoxBatch boxes, Progress progress) {
    int outputs = analysis.network().outputs();
    long start = System.nanoTime();
    Bounds ibp = analysis.outputs(boxes, BoundMethod.IBP);
    long afterIbp = System.nanoTime();
    Bounds crown = analysis.outputs(boxes, BoundMethod.CROWN);
    double crownSeconds = (System.nanoTime() - afterIbp) / 1e9 / boxes.count();
    double ibpSeconds = (afterIbp - start) / 1e9 / boxes.count();
    List<Optional<SemidefiniteOutputs>> semidefinites = semidefinites(boxes);
    List<LatticeWalk> walks =
        lattice.walk(
            boxes,
            Objectives.bothSides(boxes.count(), outputs),
            plan.legs(),
            box -> progress.advance(1));
    List<BoxGap> gaps = new ArrayList<>();
    for (int b = 0; b < boxes.count(); b++) {
      LatticeWalk walk = walks.get(b);
      Optional<SemidefiniteOutputs> sdp = semidefinites.get(b);
      WalkStep element = walk.end(plan.elementLeg());
      List<OutputGap> all = new ArrayList<>();
      for (int i = 0; i < outputs; i++) {
        all.add(output(interval(ibp, b, i), interval(crown, b, i), walk, element, sdp, i));
      }
      Map<GapStage, Double> seconds = new EnumMap<>(GapStage.class);
      seconds.put(GapStage.IBP, ibpSeconds);
      seconds.put(GapStage.CROWN, crownSeconds);
      seconds.put(GapStage.LP, walk.top().seconds());
      sdp.ifPresent(of -> seconds.put(GapStage.SDP, of.seconds()));
      seconds.put(GapStage.ELEMENT, element.seconds() - walk.top().seconds());
      seconds.put(GapStage.EXACT, walk.last().seconds() - element.seconds());
      gaps.add(new BoxGap(all, walk, element, sdp, seconds));
    }
    return gaps;
  }

  /** Before the lattice, for a box too large for this relaxation is told at once. */
  private List<Optional<SemidefiniteOutputs>> semidefinites(BoxBatch boxes) {
    return IntStream.range(0, boxes.count())
        .mapToObj(b -> semidefinite.map(sdp -> SemidefiniteOutputs.of(sdp, boxes.slice(b, b + 1))))
        .toList();
  }

  private static Interval interval(Bounds bounds, int box, int output) {
    return new Interval(bounds.lower(box, output), bounds.upper(box, output));
  }

  private static OutputGap output(
      Interval ibp,
      Interval crown,
      LatticeWalk walk,
      WalkStep element,
      Optional<SemidefiniteOutputs> sdp,
      int output) {
    Map<GapStage, Interval> bounds = new EnumMap<>(GapStage.class);
    Map<GapStage, Guarantee> guarantees = new EnumMap<>(GapStage.class);
    bounds.put(GapStage.IBP, ibp);
    bounds.put(GapStage.CROWN, crown);
    guarantees.put(GapStage.IBP, Guarantee.RIGOROUS);
    guarantees.put(GapStage.CROWN, Guarantee.RIGOROUS);
    Map<GapStage, WalkStep> steps =
        Map.of(GapStage.LP, walk.top(), GapStage.ELEMENT, element, GapStage.EXACT, walk.last());
    steps.forEach(
        (stage, step) -> {
          // The lattice starts from CROWN's bounds of the same forms, rounded in another order.
          bounds.put(stage, sides(step, output).intersect(crown));
          guarantees.put(
              stage, below(step, output).guarantee().and(above(step, output).guarantee()));
        });
    sdp.ifPresent(
        of -> {
          bounds.put(GapStage.SDP, of.sides(output).intersect(bounds.get(GapStage.LP)));
          guarantees.put(GapStage.SDP, Guarantee.RIGOROUS.and(guarantees.get(GapStage.LP)));
        });
    LatticeBound below = below(walk.last(), output);
    LatticeBound above = above(walk.last(), output);
    SolveStatus status = below.status() == SolveStatus.OPTIMAL ? above.status() : below.status();
    Interval concrete = new Interval(below.concrete(), -above.concrete());
    return new OutputGap(bounds, guarantees, concrete, status);
  }

  /** The interval of an output at a step. */
  static Interval sides(WalkStep step, int output) {
    return new Interval(below(step, output).lower(), -above(step, output).lower());
  }

  private static LatticeBound below(WalkStep step, int output) {
    return step.bounds().get(output);
  }

  private static LatticeBound above(WalkStep step, int output) {
    return step.bounds().get(step.bounds().size() / 2 + output);
  }
}
