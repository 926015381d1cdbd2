package dev.hasse.bound.semidefinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.Deadline;
import dev.hasse.bound.lattice.LatticeCase;
import dev.hasse.bound.lattice.OpenNetwork;
import dev.hasse.compute.HostAlgebra;
import dev.hasse.judge.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The solver's parts on random networks: what each says is held against another part. */
final class LowRankTest {
  private static final int CASES = 40;

  private static void forEachCase(BiConsumer<LiftedProgram, List<Form>> check) {
    for (LatticeCase example : LatticeCase.several(CASES).toList()) {
      try (OpenNetwork open = new OpenNetwork(example.network())) {
        LiftedBox lifted = new LiftedBox(open.crown(example.box()), 0);
        List<Form> forms =
            IntStream.range(0, example.objectives().rows())
                .mapToObj(row -> lifted.objective(example.objectives(), row))
                .toList();
        check.accept(new LiftedProgram(lifted), forms);
      }
    }
  }

  private static List<LowRank.End> run(
      LiftedProgram program, List<Form> forms, LowRank.Purpose purpose) {
    return new LowRank(program, new HostAlgebra()).run(forms, purpose, Deadline.NEVER, () -> false);
  }

  @Test
  void objectivesSolvedTogetherHaveTheBoundsThatTheyHaveAlone() {
    forEachCase(
        (program, forms) -> {
          List<LowRank.End> together = run(program, forms, LowRank.Purpose.BOUND);
          for (int row = 0; row < forms.size(); row++) {
            LowRank.End alone = run(program, List.of(forms.get(row)), LowRank.Purpose.BOUND).get(0);
            double tolerance = 2e-4 * forms.get(row).range() + 1e-9 * Math.abs(alone.lower());
            assertEquals(alone.lower(), together.get(row).lower(), tolerance);
            assertTrue(alone.steps() > 0 && alone.isOptimal());
          }
        });
  }

  /** The neurons of the point found follow from its inputs, and no bound is above its value. */
  @Test
  void localSearchStaysOnTheNetwork() {
    forEachCase(
        (program, forms) -> {
          List<LowRank.End> ends = run(program, forms, LowRank.Purpose.BOUND);
          for (int row = 0; row < forms.size(); row++) {
            double[] z = new LocalSearch(program).lowest(forms.get(row));
            assertEquals(1, z[0]);
            assertTrue(Arrays.stream(z).allMatch(x -> Math.abs(x) <= 1));
            for (int i = 0; i < program.neurons(); i++) {
              double slack = program.slack(i, z);
              double output = 1 + z[program.variable(i)];
              assertEquals(0, Math.min(Math.abs(1 + slack), output), 1e-6, "neuron " + i);
            }
            double value = Vectors.dot(forms.get(row).row(), z);
            double rounding = 1e-9 * (1 + forms.get(row).magnitude());
            assertTrue(ends.get(row).lower() <= value + rounding);
          }
        });
  }

  /** Raised by constants: a positive bound is proved, a negative value ends it at once. */
  @Test
  void signsEndWhereTheyAreClear() {
    int[] seen = new int[2];
    forEachCase(
        (program, forms) -> {
          Form form = forms.get(0);
          LowRank.End end = run(program, List.of(form), LowRank.Purpose.BOUND).get(0);
          if (!(form.range() > 1e-6 * form.magnitude())) {
            return;
          }
          Form above = plus(form, 0.05 * form.range() - end.lower());
          LowRank.End proved = run(program, List.of(above), LowRank.Purpose.SIGN).get(0);
          assertTrue(proved.lower() > 0 && proved.isOptimal());
          assertTrue(proved.steps() <= end.steps());
          double value = Vectors.dot(form.row(), new LocalSearch(program).lowest(form));
          Form below = plus(form, -value - 0.05 * form.range());
          LowRank.End refuted = run(program, List.of(above, below), LowRank.Purpose.SIGN).get(1);
          assertEquals(0, refuted.steps());
          assertTrue(refuted.isOptimal() && refuted.lower() == Double.NEGATIVE_INFINITY);
          seen[0]++;
          seen[1] += proved.steps() < end.steps() ? 1 : 0;
        });
    assertTrue(seen[0] > CASES / 2 && seen[1] > seen[0] / 2, Arrays.toString(seen));
  }

  private static Form plus(Form form, double constant) {
    double[] row = form.row().clone();
    row[0] += constant;
    return new Form(row, form.error());
  }

  /** What a shift makes of random multipliers, the certificate confirms, whatever their level. */
  @Test
  void shiftedMultipliersAreFeasible() {
    forEachCase(
        (program, forms) -> {
          Form form = forms.get(0);
          Numbers numbers = new Numbers("shift " + program.size() + " " + form.row()[0]);
          Multipliers random = Multipliers.zeros(program.variables(), program.neurons());
          double[] values = random.values();
          for (int a = 1; a < values.length; a++) {
            values[a] = form.norm() * numbers.uniform() / program.size();
          }
          values[0] = form.row()[0];
          Multipliers shifted = DiagonalShift.of(program, form, random).multipliers();
          Certificate certificate = new Certificate(program);
          double bound = certificate.bound(form, shifted);
          double rounding = 1e-9 * (1 + form.magnitude());
          assertTrue(bound >= shifted.level() - 1e-3 * form.range() - rounding);
          double[] lowered = shifted.values().clone();
          lowered[0] -= form.range();
          Multipliers same = new Multipliers(lowered, program.variables());
          assertEquals(bound, certificate.bound(form, same), 1e-6 * form.range() + rounding);
        });
  }
}
