package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.Matrix;
import dev.hasse.judge.Numbers;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The laws of a lattice, judged on plain sets of neurons. */
final class RelaxationElementTest {
  private static final int[] WIDTHS = {3, 1, 4};

  private final Network network = network(WIDTHS);

  private static Network network(int... widths) {
    Network.Builder builder = Network.builder("relus", 2);
    int node = 0;
    for (int width : widths) {
      int inputs = builder.size(node);
      Dense dense =
          new Dense(new Matrix(width, inputs, new double[width * inputs]), new double[width]);
      node = builder.activation("relu", new Relu(), builder.affine("dense", dense, node));
    }
    return builder.build(node);
  }

  private static Set<Neuron> some(Numbers numbers) {
    Set<Neuron> neurons = new HashSet<>();
    int share = numbers.below(4);
    for (int layer = 0; layer < WIDTHS.length; layer++) {
      for (int i = 0; i < WIDTHS[layer]; i++) {
        if (numbers.below(3) < share) {
          neurons.add(new Neuron(layer, i));
        }
      }
    }
    return neurons;
  }

  private RelaxationElement of(Set<Neuron> neurons) {
    return RelaxationElement.of(network, neurons);
  }

  @Test
  void meetJoinAndOrderAreThoseOfSets() {
    Numbers numbers = new Numbers("sets");
    for (int k = 0; k < 500; k++) {
      Set<Neuron> a = some(numbers);
      Set<Neuron> b = some(numbers);
      Set<Neuron> union = new HashSet<>(a);
      union.addAll(b);
      Set<Neuron> common = new HashSet<>(a);
      common.retainAll(b);
      assertEquals(union, new HashSet<>(of(a).meet(of(b)).exactNeurons()));
      assertEquals(common, new HashSet<>(of(a).join(of(b)).exactNeurons()));
      assertEquals(union, new HashSet<>(of(a).with(b).exactNeurons()));
      assertEquals(a.containsAll(b), of(a).isBelow(of(b)));
      assertEquals(a.equals(b), of(a).equals(of(b)));
      assertEquals(a.size(), of(a).exactCount());
      for (Neuron neuron : union) {
        assertEquals(a.contains(neuron), of(a).isExact(neuron));
      }
    }
  }

  @Test
  void lawsOfALattice() {
    Numbers numbers = new Numbers("laws");
    for (int k = 0; k < 500; k++) {
      RelaxationElement a = of(some(numbers));
      RelaxationElement b = of(some(numbers));
      RelaxationElement c = of(some(numbers));
      assertEquals(a, a.meet(a));
      assertEquals(a, a.join(a));
      assertEquals(a.meet(b), b.meet(a));
      assertEquals(a.join(b), b.join(a));
      assertEquals(a.meet(b.meet(c)), a.meet(b).meet(c));
      assertEquals(a.join(b.join(c)), a.join(b).join(c));
      assertEquals(a, a.meet(a.join(b)), "absorption");
      assertEquals(a, a.join(a.meet(b)), "absorption");
      assertEquals(a.meet(b.join(c)), a.meet(b).join(a.meet(c)), "distributivity");
      assertEquals(a.isBelow(b), a.meet(b).equals(a), "order and meet");
      assertEquals(a.isBelow(b), a.join(b).equals(b), "order and join");
      assertTrue(a.meet(b).isBelow(a) && a.isBelow(a.join(b)));
      assertEquals(a.isBelow(b) && b.isBelow(a), a.equals(b), "antisymmetry");
      assertTrue(!a.isBelow(b) || !b.isBelow(c) || a.isBelow(c), "transitivity");
      assertEquals(a.equals(b), a.hashCode() == b.hashCode() && a.equals(b));
    }
  }

  @Test
  void topAndBottomBoundEverything() {
    RelaxationElement top = RelaxationElement.top(network);
    RelaxationElement bottom = RelaxationElement.bottom(network);
    Numbers numbers = new Numbers("ends");
    for (int k = 0; k < 100; k++) {
      RelaxationElement a = of(some(numbers));
      assertTrue(bottom.isBelow(a) && a.isBelow(top));
      assertEquals(a, top.meet(a));
      assertEquals(a, bottom.join(a));
      assertEquals(top, top.join(a));
      assertEquals(bottom, bottom.meet(a));
      assertEquals(a.exactCount() == 0, a.isTop());
      assertEquals(a.exactCount() == 8, a.isBottom());
    }
    assertFalse(top.isBelow(bottom));
    assertNotEquals(top, bottom);
  }

  @Test
  void layersMeetInTheBottom() {
    RelaxationElement met = RelaxationElement.top(network);
    for (int layer = 0; layer < WIDTHS.length; layer++) {
      RelaxationElement one = RelaxationElement.layer(network, layer);
      int at = layer;
      assertEquals(
          IntStream.range(0, WIDTHS[layer]).mapToObj(i -> new Neuron(at, i)).toList(),
          one.exactNeurons());
      met = met.meet(one);
    }
    assertTrue(met.isBottom());
  }

  @Test
  void numbersOfNeuronsRunThroughAllLayers() {
    ReluLayers layers = new ReluLayers(network);
    List<Neuron> all = new ArrayList<>();
    for (int number = 0; number < layers.neurons(); number++) {
      all.add(layers.neuron(number));
      assertEquals(number, layers.number(layers.neuron(number)));
    }
    assertEquals(RelaxationElement.bottom(network).exactNeurons(), all);
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    RelaxationElement a = RelaxationElement.top(network);
    RelaxationElement other = RelaxationElement.top(network(3, 2, 4));
    assertThrows(IllegalArgumentException.class, () -> a.meet(other));
    assertThrows(IllegalArgumentException.class, () -> a.join(other));
    assertThrows(IllegalArgumentException.class, () -> a.isBelow(other));
    assertNotEquals(a, other);
    assertThrows(IllegalArgumentException.class, () -> a.with(List.of(new Neuron(1, 1))));
    assertThrows(IllegalArgumentException.class, () -> a.with(List.of(new Neuron(3, 0))));
    assertThrows(IllegalArgumentException.class, () -> new Neuron(-1, 0));
  }
}
