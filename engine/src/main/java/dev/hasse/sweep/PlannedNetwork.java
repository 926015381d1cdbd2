package dev.hasse.sweep;

import java.nio.file.Path;
import java.util.List;

/**
 * A network of a plan.
 *
 * @param name in rows
 * @param datasets names of those it is asked about; empty for all that fit its inputs
 */
public record PlannedNetwork(String name, Path file, List<String> datasets) {
  public PlannedNetwork {
    datasets = List.copyOf(datasets);
  }
}
