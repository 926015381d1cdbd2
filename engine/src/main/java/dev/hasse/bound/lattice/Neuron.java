package dev.hasse.bound.lattice;

/**
 * One ReLU of a network.
 *
 * @param layer position among the network's ReLU nodes, from 0
 * @param index position in the layer, from 0
 */
public record Neuron(int layer, int index) {
  public Neuron {
    if (layer < 0 || index < 0) {
      throw new IllegalArgumentException("neuron " + index + " of layer " + layer);
    }
  }
}
