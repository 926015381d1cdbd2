package dev.hasse.cli;

import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What ran a measurement, for its JSON: whoever compares two files sees whether they may be. */
final class BenchMachine {
  private BenchMachine() {}

  static Map<String, String> here(RanOn ranOn) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", MachineCheckup.valueIn("/proc/cpuinfo", "model name").orElse("unknown"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", MachineCheckup.valueIn("/proc/meminfo", "MemTotal").orElse("unknown"));
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    facts.put("loadAverage", load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load));
    facts.put(
        "system", property("os.name") + " " + property("os.version") + ", " + property("os.arch"));
    facts.put("java", property("java.vm.name") + " " + property("java.runtime.version"));
    facts.put(
        "javaFlags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    facts.put("version", new VersionText().getVersion()[0]);
    facts.put("commit", commit().orElse("unknown"));
    facts.put("backend", ranOn.backend());
    facts.put("device", ranOn.device());
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return facts;
  }

  /** The commit of the checkout that this program was built in, with what it has beside it. */
  private static Optional<String> commit() {
    try {
      Path program =
          Path.of(Hasse.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String folder = program.getParent().toString();
      return Tool.output("git", "-C", folder, "rev-parse", "--short=12", "HEAD")
          .map(
              hash ->
                  Tool.output("git", "-C", folder, "status", "--porcelain").isEmpty()
                      ? hash
                      : hash + " with changes");
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String property(String name) {
    return System.getProperty(name);
  }
}
