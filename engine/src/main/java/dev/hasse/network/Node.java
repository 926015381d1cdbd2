package dev.hasse.network;

import java.util.List;

/**
 * One place in the graph.
 *
 * @param id position in {@link Network#nodes()}
 * @param name as in the file it came from, for messages
 * @param op what it computes
 * @param inputs ids of the nodes it reads, all smaller than {@code id}
 * @param size number of its activations, flat
 */
public record Node(int id, String name, Op op, List<Integer> inputs, int size) {
  public Node {
    inputs = List.copyOf(inputs);
  }

  /** The node this one reads, for operations that read one. */
  public int input() {
    return inputs.get(0);
  }
}
