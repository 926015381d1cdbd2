package dev.hasse.compute;

import java.util.Arrays;
import org.opentest4j.TestAbortedException;

/** Opens a backend for a test, or skips the test with the reason. */
public final class AvailableBackend {
  private AvailableBackend() {}

  /**
   * Opens a backend by name.
   *
   * @throws TestAbortedException when it cannot run here and {@code -Drequire.backends} does not
   *     name it
   */
  public static ComputeBackend open(String name) {
    try {
      return Backends.open(name);
    } catch (BackendUnavailableException e) {
      String required = System.getProperty("require.backends", "");
      if (Arrays.asList(required.split(",")).contains(name)) {
        throw new AssertionError("backend " + name + " is required: " + e.getMessage(), e);
      }
      throw new TestAbortedException("backend " + name + " is not available: " + e.getMessage());
    }
  }
}
