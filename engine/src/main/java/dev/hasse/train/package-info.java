/**
 * Training of classifiers, plain, attacked and certified (docs/training.md): the verbs are a
 * backend's, the Adam updater is ND4J's, the losses, their gradients and the loops are here.
 *
 * <p>Start with {@link dev.hasse.train.Trainer}, or with {@link dev.hasse.train.CertifiedLoss} for
 * a training loop of one's own. Training opens no files and prints nothing: samples come in as
 * arrays, the caller asks for one epoch after the other, the result is a {@link
 * dev.hasse.network.Network}. May use {@code bound}, {@code compute}, {@code relax}, {@code
 * network}, {@code domain} and {@code numeric}.
 */
package dev.hasse.train;
