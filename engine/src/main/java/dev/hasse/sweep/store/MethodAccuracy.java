package dev.hasse.sweep.store;

/**
 * Certified accuracy where a cascade would end with this method: a question is certified if the
 * method or a cheaper one has a positive margin.
 *
 * @param group network and dataset
 * @param radius asked
 * @param method the dearest that may decide
 * @param accuracy certified by it or a cheaper one, among all questions
 */
public record MethodAccuracy(
    SweepGroup group, double radius, MarginMethod method, WilsonInterval accuracy) {}
