package dev.hasse.kernels.emulator;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Aborts a class where this JVM would load no emulator, and says why. */
final class EmulatorRequired implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    String path = System.getenv("LD_LIBRARY_PATH");
    if (path == null || System.getenv("HASSE_EMULATOR_CONTROL") == null) {
      throw new TestAbortedException(
          "This JVM was not started on the PTX emulator (run through Maven).");
    }
    if (!Files.exists(Path.of(path).resolve("libcuda.so.1"))) {
      throw new TestAbortedException("There is no PTX emulator: g++ was not found to build it.");
    }
  }
}
