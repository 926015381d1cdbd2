package dev.hasse.bound.analytic;

/**
 * A point whose neighbourhoods are looked at.
 *
 * @param name of its curve, such as {@code class 3}
 * @param point its coordinates, in the clip's interval
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Center(String name, double[] point) {}
