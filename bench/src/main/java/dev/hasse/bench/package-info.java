/**
 * Measurements: how many boxes a second, and how that compares with the device's own matrix
 * product.
 *
 * <p>Start with {@link dev.hasse.bench.Throughput}, which {@code hasse bench throughput} runs;
 * {@link dev.hasse.bench.BoundsMeasurement} is behind its {@code scaling}, {@link
 * dev.hasse.bench.BoundsBenchmark} is the JMH view of the same question on generated networks. May
 * use {@code engine}, and asks for backends by name.
 */
package dev.hasse.bench;
