package dev.hasse.compute.training;

/**
 * Boxes around the activations of one node: {@code [centre - radius, centre + radius]}, one a
 * sample. As the gradient of a loss: its derivatives by the two.
 *
 * @param radius of the same shape, not negative where these are boxes
 */
public record Box(Values centre, Values radius) {}
