/**
 * Training of multilayer perceptrons with ND4J: products, activations and the Adam updater are
 * ND4J's, the loops and the gradients are here.
 *
 * <p>Start with {@link dev.hasse.train.StandardTraining}; {@link
 * dev.hasse.train.MultilayerPerceptron} holds the parameters and their gradient. Training reads no
 * files and prints nothing: samples come in as arrays, progress goes to a {@link
 * dev.hasse.train.TrainingListener}, the result is a {@link dev.hasse.network.Network}. May use
 * {@code bound}, {@code compute}, {@code relax}, {@code network}, {@code domain} and {@code
 * numeric}.
 */
package dev.hasse.train;
