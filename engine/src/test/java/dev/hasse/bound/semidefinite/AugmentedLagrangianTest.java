package dev.hasse.bound.semidefinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.lattice.LatticeCase;
import dev.hasse.bound.lattice.OpenNetwork;
import dev.hasse.compute.DenseAlgebra;
import dev.hasse.compute.HostAlgebra;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Gradients against finite differences, multipliers against the matrix that they make. */
final class AugmentedLagrangianTest {
  private static final int CASES = 40;
  private static final int RANK = 3;

  private final DenseAlgebra algebra = new HostAlgebra();

  /** A function over a case's network, with the products that several would share. */
  private final class Function {
    private final LiftedProgram program;
    private final AugmentedLagrangian lagrangian;

    Function(LiftedProgram program, Form objective) {
      this.program = program;
      double[] weights = new double[program.neurons()];
      Arrays.fill(weights, 0.3);
      double[] start = new LocalSearch(program).lowest(objective);
      this.lagrangian = new AugmentedLagrangian(program, objective, weights, start, RANK);
    }

    /** The slacks' part of the gradient at the search's trial. */
    double[] evaluate() {
      int columns = RANK + 2; // of which the first and the last are others'
      double[] u = new double[program.size() * columns];
      double[] products = new double[program.neurons() * columns];
      lagrangian.fill(u, 1, columns);
      algebra.product(
          false, program.neurons(), columns, program.size(), program.slacks(), u, products);
      lagrangian.terms(products, 1, columns);
      algebra.product(
          true, program.size(), columns, program.neurons(), program.slacks(), products, u);
      return u;
    }

    double value(double[] at) {
      lagrangian.begin(at, RANK);
      evaluate();
      return lagrangian.value();
    }

    double[] gradient(double[] at) {
      lagrangian.begin(at, RANK);
      return lagrangian.gradient(evaluate(), 1, RANK + 2);
    }

    void descend(int evaluations) {
      for (int k = 0; k < evaluations; k++) {
        lagrangian.answer(evaluate(), 1, RANK + 2);
      }
    }
  }

  @Test
  void gradientsAreTheValuesSlopes() {
    int neurons = 0;
    for (LatticeCase example : LatticeCase.several(CASES).toList()) {
      Numbers numbers = new Numbers("slopes of " + example);
      try (OpenNetwork open = new OpenNetwork(example.network())) {
        LiftedBox lifted = new LiftedBox(open.crown(example.box()), 0);
        LiftedProgram program = new LiftedProgram(lifted);
        neurons += program.neurons();
        Function function = new Function(program, lifted.objective(example.objectives(), 0));
        function.descend(20);
        function.lagrangian.update(); // so that multipliers are not 0
        double[] at = numbers.vector(program.variables() * (RANK + 1), Style.DOUBLES);
        double[] along = numbers.vector(at.length, Style.DOUBLES);
        for (int k = 0; k < at.length; k++) {
          at[k] += 0.1;
        }
        double step = 1e-5;
        double[] ahead = at.clone();
        Vectors.add(ahead, step, along);
        double[] behind = at.clone();
        Vectors.add(behind, -step, along);
        double difference = (function.value(ahead) - function.value(behind)) / (2 * step);
        double slope = Vectors.dot(function.gradient(at), along);
        double size = 1 + Math.abs(function.value(at)) + Math.abs(slope);
        assertEquals(difference, slope, 1e-5 * size, example.toString());
      }
    }
    assertTrue(neurons > CASES, neurons + " neurons");
  }

  /** At a minimum of the function, the slack matrix of its multipliers has no part in U. */
  @Test
  void multipliersAnnihilateTheFactor() {
    int minima = 0;
    for (LatticeCase example : LatticeCase.several(CASES).toList()) {
      try (OpenNetwork open = new OpenNetwork(example.network())) {
        LiftedBox lifted = new LiftedBox(open.crown(example.box()), 0);
        LiftedProgram program = new LiftedProgram(lifted);
        Form objective = lifted.objective(example.objectives(), 0);
        Function function = new Function(program, objective);
        for (int k = 0; k < 20; k++) {
          function.descend(200);
          if (function.lagrangian.slope() < 1e-9) {
            break;
          }
        }
        if (function.lagrangian.slope() > 1e-7) {
          continue;
        }
        minima++;
        Multipliers multipliers = function.lagrangian.multipliers();
        function.lagrangian.update();
        int columns = RANK + 2;
        double[] u = new double[program.size() * columns];
        function.lagrangian.fill(u, 1, columns);
        for (int q = 1; q <= RANK; q++) {
          double[] column = new double[program.size()];
          for (int k = 0; k < column.length; k++) {
            column[k] = u[k * columns + q];
          }
          double[] image = program.apply(objective.row(), multipliers, column);
          assertEquals(
              0, Vectors.norm(image), 1e-5 * (objective.norm() + 1e-12), example + ", column " + q);
        }
      }
    }
    assertTrue(minima > CASES / 2, minima + " minima");
  }
}
