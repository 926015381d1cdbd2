package dev.hasse.cli;

import dev.hasse.compute.BackendProvider;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import java.util.List;

/** Every backend of this version, opened. */
final class BackendCheckup {
  List<Finding> findings() {
    return Backends.providers().stream().map(BackendCheckup::finding).toList();
  }

  private static Finding finding(BackendProvider provider) {
    try (ComputeBackend backend = provider.open()) {
      return Finding.found(provider.name(), backend.device());
    } catch (BackendUnavailableException e) {
      return Finding.missing(provider.name(), e.getMessage());
    }
  }
}
