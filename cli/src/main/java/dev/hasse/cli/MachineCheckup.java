package dev.hasse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Operating system, processor, memory and Java. */
final class MachineCheckup {
  List<Finding> findings() {
    return List.of(
        Finding.information(
            "system",
            property("os.name") + " " + property("os.version") + " (" + property("os.arch") + ")"),
        Finding.information("processor", processor()),
        Finding.information("memory", memory()),
        Finding.information(
            "Java",
            property("java.version")
                + ", "
                + property("java.vendor")
                + ", heap up to "
                + mebibytes(Runtime.getRuntime().maxMemory())));
  }

  private static String processor() {
    return valueIn("/proc/cpuinfo", "model name").orElse("unknown model")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores for this process";
  }

  private static String memory() {
    return kibibytes("MemTotal") + ", " + kibibytes("MemAvailable") + " available";
  }

  private static String kibibytes(String name) {
    return valueIn("/proc/meminfo", name)
        .map(text -> text.replaceAll("\\D", ""))
        .map(digits -> mebibytes(Long.parseLong(digits) << 10))
        .orElse("unknown");
  }

  private static String mebibytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%,d MiB", bytes >> 20);
  }

  /** The value of a {@code name: value} line of a file that Linux keeps. */
  static Optional<String> valueIn(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String property(String name) {
    return System.getProperty(name);
  }
}
