package dev.hasse.bench;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One measured place: what ran, with which parameters, and the seconds of each call.
 *
 * @param name what is measured, such as {@code bounds}
 * @param parameters by name; two points with equal names and parameters ask the same question
 * @param answers how many answers of which kind came out, where that may differ from run to run;
 *     empty where not
 * @param count boxes or questions of one call
 * @param flops nominal operations of one call; 0 where they are not counted
 * @param bytes the least that a call moves; 0 where it is not counted
 * @param seconds of a call, one each sample
 */
public record BenchPoint(
    String name,
    Map<String, String> parameters,
    Map<String, Integer> answers,
    int count,
    double flops,
    double bytes,
    Samples seconds) {
  public BenchPoint {
    parameters = Map.copyOf(parameters);
    answers = Collections.unmodifiableMap(new TreeMap<>(answers));
  }

  /** A point without answers. */
  public BenchPoint(
      String name,
      Map<String, String> parameters,
      int count,
      double flops,
      double bytes,
      Samples seconds) {
    this(name, parameters, Map.of(), count, flops, bytes, seconds);
  }

  /** The same measurement with one parameter more, or another value of it. */
  public BenchPoint with(String parameter, String value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(parameter, value);
    return new BenchPoint(name, more, answers, count, flops, bytes, seconds);
  }

  /** Boxes or questions a second, by the median call. */
  public double perSecond() {
    return count / seconds.median();
  }

  /** Nominal 10^9 operations a second, by the median call. */
  public double gflops() {
    return flops / seconds.median() / 1e9;
  }

  /** Nominal operations for each byte that must be moved. */
  public double intensity() {
    return flops / bytes;
  }

  /** Name and parameters, in the order of the alphabet. */
  public String key() {
    return name + " " + new TreeMap<>(parameters);
  }
}
