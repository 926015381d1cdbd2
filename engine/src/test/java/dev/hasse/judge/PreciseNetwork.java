package dev.hasse.judge;

import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * A network evaluated in decimals: sums and products without rounding, sigmoids to 50 digits, which
 * no bound in floating point comes near unless a value is exact.
 */
public final class PreciseNetwork {
  private final Network network;

  public PreciseNetwork(Network network) {
    this.network = network;
  }

  /** The network's outputs at a point. */
  public BigDecimal[] outputs(double[] point) {
    BigDecimal[][] known = new BigDecimal[network.nodes().size()][];
    known[0] = Arrays.stream(point).mapToObj(BigDecimal::new).toArray(BigDecimal[]::new);
    for (Node node : network.nodes()) {
      known[node.id()] = node.op().accept(new Step(node, known));
    }
    return known[network.output().id()];
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(Node node, BigDecimal[][] known) implements OpVisitor<BigDecimal[]> {
    @Override
    public BigDecimal[] input(Input input) {
      return known[0];
    }

    @Override
    public BigDecimal[] affine(Affine affine) {
      BigDecimal[] x = known[node.input()];
      BigDecimal[] y = new BigDecimal[affine.outputs()];
      for (int i = 0; i < y.length; i++) {
        int at = i;
        y[i] = new BigDecimal(affine.bias(i));
        affine.forEachTerm(i, (j, w) -> y[at] = y[at].add(x[j].multiply(new BigDecimal(w))));
      }
      return y;
    }

    @Override
    public BigDecimal[] activation(Activation activation) {
      return Arrays.stream(known[node.input()])
          .map(z -> activation instanceof Relu ? z.max(BigDecimal.ZERO) : PreciseLogistic.of(z))
          .toArray(BigDecimal[]::new);
    }

    @Override
    public BigDecimal[] add(Add add) {
      BigDecimal[] sum = known[node.inputs().get(0)].clone();
      BigDecimal[] other = known[node.inputs().get(1)];
      Arrays.setAll(sum, i -> sum[i].add(other[i]));
      return sum;
    }

    @Override
    public BigDecimal[] select(Select select) {
      BigDecimal[] x = known[node.input()];
      BigDecimal[] y = new BigDecimal[select.outputs()];
      Arrays.setAll(
          y, i -> select.source(i) == Select.ZERO ? BigDecimal.ZERO : x[select.source(i)]);
      return y;
    }
  }
}
