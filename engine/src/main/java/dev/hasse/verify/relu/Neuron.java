package dev.hasse.verify.relu;

/** One ReLU: its layer among the ReLU nodes and its place there. */
record Neuron(int layer, int index) {}
