/**
 * A neural network as a graph: nodes in topological order, each with one operation of the sealed
 * family {@link dev.hasse.network.Op}. Immutable; any number of analyses and threads share one.
 *
 * <p>Start with {@link dev.hasse.network.Network}. An operation does not know how to bound itself:
 * each analysis is an {@link dev.hasse.network.OpVisitor} elsewhere. May use {@code domain} and
 * {@code numeric}.
 */
package dev.hasse.network;
