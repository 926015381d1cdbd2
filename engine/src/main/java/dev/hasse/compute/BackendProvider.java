package dev.hasse.compute;

import java.util.List;

/**
 * How a backend is found: a service, one a backend. Making one costs nothing and touches nothing.
 */
public interface BackendProvider {
  /** See {@link ComputeBackend#name()}. */
  String name();

  /** Whether {@code auto} may choose this backend, and before which others: larger goes first. */
  int preference();

  /**
   * The devices that the backend finds here, usable or not, each in words: name, memory, versions.
   * None where there are none, or where the backend runs on the processor alone. Looking may start
   * a driver.
   */
  default List<String> devices() {
    return List.of();
  }

  /**
   * Opens the device.
   *
   * @throws BackendUnavailableException when device, driver or library are missing, with what to do
   */
  ComputeBackend open() throws BackendUnavailableException;

  /**
   * Opens only some devices. A backend that has no devices to choose from opens as usual.
   *
   * @param numbers places of the devices in {@link #devices()}, from 0; at least one, none twice
   * @throws BackendUnavailableException also where there is no device of such a number
   */
  default ComputeBackend open(List<Integer> numbers) throws BackendUnavailableException {
    return open();
  }
}
