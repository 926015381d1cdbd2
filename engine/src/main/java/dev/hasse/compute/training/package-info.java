/**
 * What training asks of a device: the verbs of the loss of docs/training.md and of its
 * vector-Jacobian products, in float32 (double on {@code reference}), rounded to nearest. Start
 * with {@link dev.hasse.compute.training.TrainingLane}. Nothing here promises bounds: those of a
 * trained network come from {@link dev.hasse.compute.Lane}. May use {@code network}, {@code domain}
 * and {@code numeric}.
 */
package dev.hasse.compute.training;
