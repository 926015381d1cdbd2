package dev.hasse.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import org.junit.jupiter.api.Test;

class FlopCountTest {
  @Test
  void countsLayersByHand() {
    Network network = GeneratedNetworks.perceptron(new int[] {3, 5, 7, 2}, 1);
    double weights = 15 + 35 + 14;
    assertEquals(4 * weights, FlopCount.perBox(network, BoundMethod.IBP));
    assertEquals(4 * weights + 4 * 2 * (15 + 35), FlopCount.perBox(network, BoundMethod.CROWN_IBP));
    assertEquals(4 * (7 * 15 + 2 * (15 + 35)), FlopCount.perBox(network, BoundMethod.CROWN));
  }

  @Test
  void countsBranchesOnTheWayOnly() {
    Network.Builder builder = Network.builder("residual", 2);
    int stem = builder.activation("relu", new Relu(), builder.affine("stem", dense(4, 2), 0));
    int left = builder.affine("left", dense(4, 4), stem);
    int right = builder.affine("right", dense(4, 4), stem);
    int output = builder.affine("head", dense(3, 4), builder.add("sum", left, right));
    // stem 8 weights, left and right 16 each, head 12; left and right do not precede each other.
    double crown = 4 * (4 * 8 + 4 * 8 + 3 * (8 + 16 + 16));
    assertEquals(crown, FlopCount.perBox(builder.build(output), BoundMethod.CROWN));
  }

  private static Dense dense(int outputs, int inputs) {
    return new Dense(
        new Matrix(outputs, inputs, new double[outputs * inputs]), new double[outputs]);
  }
}
