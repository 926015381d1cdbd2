/**
 * Branch and bound on the signs of ReLUs: regions of an input box, what is known of each, which
 * ReLU to split next, and the search that closes them all or does not.
 *
 * <p>Start with {@link dev.hasse.verify.relu.ReluSplitting}. May use what {@code verify} may.
 */
package dev.hasse.verify.relu;
