package dev.hasse.kernels.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The settings of the emulator from now until closed. The emulator reads them when cuInit is called
 * and when the first context of a process without contexts is retained; so open this before the
 * session and close it after the session.
 */
public final class Emulation implements AutoCloseable {
  private final Path control = Path.of(System.getenv("HASSE_EMULATOR_CONTROL"));
  private final Path faults;

  private Emulation(String device, String failures) {
    try {
      faults = Files.createTempFile("emulator", ".faults");
      write(
          "HASSE_EMULATOR_DEVICE="
              + device
              + "\nHASSE_EMULATOR_FAIL="
              + failures
              + "\nHASSE_EMULATOR_FAULTS="
              + faults
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The default device, without failures. */
  public static Emulation ofDefaults() {
    return new Emulation("", "");
  }

  /** A device such as {@code "memory=1048576;count=2;major=7;minor=5;driver=12060"}. */
  public static Emulation ofDevice(String device) {
    return new Emulation(device, "");
  }

  /** The default device with failures such as {@code "cuMemAlloc_v2:3=2,*:100=999"}. */
  public static Emulation ofFailures(String failures) {
    return new Emulation("", failures);
  }

  /** A device with failures. */
  public static Emulation of(String device, String failures) {
    return new Emulation(device, failures);
  }

  /** Faults and leaks found since this was opened, one a line. Leaks show when a context ends. */
  public List<String> faults() {
    try {
      return Files.readAllLines(faults);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) throws IOException {
    // A new file each time, so that the emulator sees a change even if the text is the same.
    Path fresh = Files.createTempFile(control.toAbsolutePath().getParent(), "control", ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, control, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    try {
      write("");
      Files.deleteIfExists(faults);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
