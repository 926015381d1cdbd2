package dev.hasse.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Dyadic;
import dev.hasse.judge.Fraction;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Polygon;
import dev.hasse.judge.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bounds from multipliers are below the minimum in exact arithmetic, whatever the multipliers. */
final class DualBoundTest {
  private static final double[] WILD = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1e300,
    -1e300,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    -0.0,
    1e16,
    -1e-16
  };

  private static LinearForm form(double constant, double... values) {
    int[] columns = new int[values.length];
    Arrays.setAll(columns, j -> j);
    return new LinearForm(columns, values, constant);
  }

  private static double[] multipliers(int rows, Numbers numbers) {
    double[] multipliers = numbers.vector(rows, Style.DOUBLES);
    for (int i = 0; i < rows; i++) {
      if (numbers.below(3) == 0) {
        multipliers[i] = WILD[numbers.below(WILD.length)];
      }
    }
    return multipliers;
  }

  private static Dyadic exact(LinearForm form, double[] point) {
    Dyadic sum = Dyadic.of(form.constant());
    for (int k = 0; k < form.size(); k++) {
      sum = sum.plus(Dyadic.of(form.value(k)).times(Dyadic.of(point[form.column(k)])));
    }
    return sum;
  }

  /** They cost what they could have gained, not the bound. */
  @Test
  void multipliersThatAreNoNumbersCountAsNone() {
    Numbers numbers = new Numbers("no numbers");
    for (int k = 0; k < 100; k++) {
      Plane plane = Plane.of(numbers);
      double[] multipliers = numbers.vector(plane.model.rows().size(), Style.DOUBLES);
      multipliers[0] = 0;
      double expected = DualBound.lower(plane.model, plane.objective, multipliers);
      for (double wrong :
          new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
        multipliers[0] = wrong;
        assertEquals(expected, DualBound.lower(plane.model, plane.objective, multipliers));
      }
    }
  }

  /** Any number of variables, any sides: points that were there before the rows stay feasible. */
  @Test
  void noMultipliersGiveABoundAboveAFeasiblePoint() {
    Numbers numbers = new Numbers("any multipliers");
    int finite = 0;
    for (int k = 0; k < 2000; k++) {
      Style style = numbers.style();
      int variables = 1 + numbers.below(5);
      List<double[]> points = new ArrayList<>();
      for (int p = 0; p < 3; p++) {
        points.add(numbers.vector(variables, style));
      }
      LinearModel model = around(points, numbers, style);
      LinearForm objective = form(numbers.next(style), numbers.vector(variables, style));
      double[] multipliers = multipliers(model.rows().size(), numbers);
      double bound = DualBound.lower(model, objective, multipliers);
      finite += Double.isFinite(bound) ? 1 : 0;
      for (double[] point : points) {
        assertTrue(
            Dyadic.of(bound).compareTo(exact(objective, point)) <= 0,
            () -> bound + " from " + Arrays.toString(multipliers));
      }
    }
    assertTrue(finite > 1000, finite + " finite bounds");
  }

  /** Bounds and rows through some of the points, with infinite sides now and then. */
  private static LinearModel around(List<double[]> points, Numbers numbers, Style style) {
    LinearModel.Builder builder = LinearModel.builder();
    int variables = points.get(0).length;
    for (int j = 0; j < variables; j++) {
      int at = j;
      double low = points.stream().mapToDouble(p -> p[at]).min().orElseThrow();
      double high = points.stream().mapToDouble(p -> p[at]).max().orElseThrow();
      builder.variable(
          numbers.below(8) == 0 ? Double.NEGATIVE_INFINITY : low,
          numbers.below(8) == 0 ? Double.POSITIVE_INFINITY : high);
    }
    int rows = numbers.below(5);
    for (int i = 0; i < rows; i++) {
      LinearForm form = form(0, numbers.vector(variables, style));
      List<Dyadic> values = points.stream().map(point -> exact(form, point)).sorted().toList();
      builder.row(
          form,
          numbers.below(3) == 0 ? Double.NEGATIVE_INFINITY : down(values.get(0)),
          numbers.below(3) == 0 ? Double.POSITIVE_INFINITY : -down(values.get(2).negate()));
    }
    return builder.build();
  }

  /** The largest double that is at most this, but for a few ulps that had to be tried. */
  private static double down(Dyadic value) {
    double near = value.doubleValue();
    while (Dyadic.of(near).compareTo(value) > 0) {
      near = Math.nextDown(near);
    }
    return near;
  }

  /** A plane program with its exact minimum. */
  private record Plane(LinearModel model, LinearForm objective, Fraction minimum) {
    /** The middle of the box stays inside. */
    static Plane of(Numbers numbers) {
      double left = numbers.next(Style.DOUBLES);
      double bottom = numbers.next(Style.DOUBLES);
      double right = left + 2 * numbers.uniform() + 1e-3;
      double top = bottom + 2 * numbers.uniform() + 1e-3;
      LinearModel.Builder builder = LinearModel.builder();
      builder.variable(left, right);
      builder.variable(bottom, top);
      Polygon polygon = Polygon.box(left, right, bottom, top);
      int rows = 1 + numbers.below(5);
      for (int i = 0; i < rows; i++) {
        double[] a = numbers.vector(2, Style.DOUBLES);
        double middle = (a[0] * (left + right) + a[1] * (bottom + top)) / 2;
        double low = middle - 1e-3 - numbers.uniform() / 2;
        double high =
            numbers.below(2) == 0 ? Double.POSITIVE_INFINITY : middle + 1e-3 + numbers.uniform();
        builder.row(form(0, a), low, high);
        polygon = clip(polygon, a, -low, 1);
        if (high < Double.POSITIVE_INFINITY) {
          polygon = clip(polygon, a, high, -1);
        }
      }
      LinearForm objective = form(numbers.next(Style.DOUBLES), numbers.vector(2, Style.DOUBLES));
      return new Plane(builder.build(), objective, minimum(polygon, objective));
    }

    private static Fraction minimum(Polygon polygon, LinearForm objective) {
      return polygon.minimum(
          Dyadic.of(objective.value(0)),
          Dyadic.of(objective.value(1)),
          Dyadic.of(objective.constant()));
    }

    private static Polygon clip(Polygon polygon, double[] a, double side, int sign) {
      return polygon
          .clip(Dyadic.of(sign * a[0]), Dyadic.of(sign * a[1]), Dyadic.of(side))
          .orElseThrow();
    }
  }

  @Test
  void noMultipliersGiveABoundAboveTheExactMinimum() {
    Numbers numbers = new Numbers("planes");
    int tight = 0;
    for (int k = 0; k < 2000; k++) {
      Plane plane = Plane.of(numbers);
      double[] multipliers = multipliers(plane.model.rows().size(), numbers);
      double bound = DualBound.lower(plane.model, plane.objective, multipliers);
      assertTrue(
          plane.minimum.isAtLeast(bound), () -> bound + " from " + Arrays.toString(multipliers));
      double box = DualBound.lower(plane.model, plane.objective, new double[multipliers.length]);
      assertTrue(plane.minimum.isAtLeast(box));
      tight += bound > box ? 1 : 0;
    }
    assertTrue(tight > 20, tight + " random multipliers better than none");
  }

  /** What a bound is for: with the solver's multipliers it is the minimum, to rounding. */
  @Test
  void multipliersOfGlopGiveTheExactMinimum() throws SolverUnavailableException {
    Numbers numbers = new Numbers("glop");
    try (LinearSolver solver = Solvers.open(Solvers.SCIP)) {
      for (int k = 0; k < 150; k++) {
        Plane plane = Plane.of(numbers);
        try (SolverInstance instance = solver.open(plane.model)) {
          Solution solution = instance.minimize(plane.objective, SolveLimits.NONE);
          assertEquals(SolveStatus.OPTIMAL, solution.status());
          double[] found = solution.multipliers().orElseThrow();
          double bound = DualBound.lower(plane.model, plane.objective, found);
          assertTrue(plane.minimum.isAtLeast(bound));
          assertEquals(plane.minimum.doubleValue(), bound, 1e-6);
          assertEquals(solution.dualBound(), bound, 1e-6);
          double[] primal = solution.primal().orElseThrow();
          assertEquals(plane.minimum.doubleValue(), plane.objective.at(primal), 1e-6);
          assertEquals(0, plane.model.violation(primal), 1e-6);
        }
      }
    }
  }
}
