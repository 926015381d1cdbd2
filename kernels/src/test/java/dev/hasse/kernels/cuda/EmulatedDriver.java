package dev.hasse.kernels.cuda;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** Where the PTX emulator lies, which stands in for NVIDIA's driver. */
final class EmulatedDriver {
  private EmulatedDriver() {}

  /**
   * The folder of its libcuda.so.1.
   *
   * @throws TestAbortedException where it is not built
   */
  static Path folder() {
    Path folder = Path.of(System.getProperty("hasse.emulator", "target/emulator")).toAbsolutePath();
    if (!Files.exists(folder.resolve("libcuda.so.1"))) {
      throw new TestAbortedException("the PTX emulator is not built: it needs g++");
    }
    return folder;
  }
}
