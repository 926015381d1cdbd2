package dev.hasse.verify;

/**
 * An input in a property's box whose outputs satisfy the constraints, as outward-rounded arithmetic
 * confirmed.
 *
 * @param input float32 numbers, inside the box
 * @param outputs of the network there, the middles of their enclosures
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Counterexample(double[] input, double[] outputs) {}
