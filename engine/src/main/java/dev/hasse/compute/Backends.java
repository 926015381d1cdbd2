package dev.hasse.compute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Finds backends by name. A backend asked for by name runs or throws; only {@code auto} chooses.
 */
public final class Backends {
  /** The name that lets this class choose. */
  public static final String AUTO = "auto";

  private Backends() {}

  /** All backends on the class path, the preferred first, whether they can run here or not. */
  public static List<BackendProvider> providers() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(
            Comparator.comparingInt(BackendProvider::preference)
                .reversed()
                .thenComparing(BackendProvider::name))
        .toList();
  }

  /** Names that {@link #open} takes. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(AUTO));
    providers().forEach(provider -> names.add(provider.name()));
    return names;
  }

  /**
   * Opens a backend.
   *
   * @param name a backend's name, or {@code auto} for the most preferred one that can run here
   * @throws BackendUnavailableException when it cannot run here, or no backend has that name
   */
  public static ComputeBackend open(String name) throws BackendUnavailableException {
    return open(name, BackendProvider::open);
  }

  /**
   * Opens a backend on some of its devices.
   *
   * @param devices numbers as {@link BackendProvider#open(List)} takes them; empty for all
   */
  public static ComputeBackend open(String name, List<Integer> devices)
      throws BackendUnavailableException {
    return devices.isEmpty() ? open(name) : open(name, provider -> provider.open(devices));
  }

  /** How a provider is asked to open its backend. */
  @FunctionalInterface
  private interface Opening {
    ComputeBackend of(BackendProvider provider) throws BackendUnavailableException;
  }

  private static ComputeBackend open(String name, Opening opening)
      throws BackendUnavailableException {
    List<BackendProvider> providers = providers();
    if (name.equals(AUTO)) {
      return openFirst(providers, opening);
    }
    for (BackendProvider provider : providers) {
      if (provider.name().equals(name)) {
        return opening.of(provider);
      }
    }
    throw new BackendUnavailableException(
        "there is no backend '"
            + name
            + "'; there are "
            + providers.stream().map(BackendProvider::name).collect(Collectors.joining(", ")));
  }

  private static ComputeBackend openFirst(List<BackendProvider> providers, Opening opening)
      throws BackendUnavailableException {
    List<String> reasons = new ArrayList<>();
    for (BackendProvider provider : providers) {
      try {
        return opening.of(provider);
      } catch (BackendUnavailableException e) {
        reasons.add(provider.name() + ": " + e.getMessage());
      }
    }
    throw new BackendUnavailableException("no backend can run here; " + String.join("; ", reasons));
  }
}
