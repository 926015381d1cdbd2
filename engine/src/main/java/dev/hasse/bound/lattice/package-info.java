/**
 * The lattice of relaxations of a network, from the top (every neuron linearised) to the bottom
 * (the network itself), and optimal bounds at each element. Start at {@link
 * dev.hasse.bound.lattice.RelaxationElement}. Solvers are reached through {@code solver} alone.
 */
package dev.hasse.bound.lattice;
