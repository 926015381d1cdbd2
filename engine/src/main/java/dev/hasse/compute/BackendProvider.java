package dev.hasse.compute;

/**
 * How a backend is found: a service, one a backend. Making one costs nothing and touches nothing.
 */
public interface BackendProvider {
  /** See {@link ComputeBackend#name()}. */
  String name();

  /** Whether {@code auto} may choose this backend, and before which others: larger goes first. */
  int preference();

  /**
   * Opens the device.
   *
   * @throws BackendUnavailableException when device, driver or library are missing, with what to do
   */
  ComputeBackend open() throws BackendUnavailableException;
}
