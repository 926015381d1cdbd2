package dev.hasse.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All points of one command.
 *
 * @param command such as {@code scaling}
 * @param machine what ran: processor, system, Java, version, date, by name
 * @param parameters of the command, by name
 * @param ceilings measured between the points, where they were
 * @param points in the order they were measured
 */
public record BenchRun(
    String command,
    Map<String, String> machine,
    Map<String, String> parameters,
    Optional<Ceilings> ceilings,
    List<BenchPoint> points) {
  public BenchRun {
    points = List.copyOf(points);
  }
}
