package dev.hasse.cli;

import dev.hasse.compute.BackendProvider;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.verify.SelfCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Every backend of this version, opened, checked against the reference, and what auto makes of it.
 */
final class BackendCheckup {
  private static final String JUDGE = "reference";
  private static final double SECONDS = 1;
  private static final long SEED = 1;

  private final List<String> cannotRun = new ArrayList<>();
  private String chosen;
  private boolean foundFault;

  /** The findings, in the order in which auto tries the backends. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (BackendProvider provider : Backends.providers()) {
      findings.add(finding(provider));
    }
    findings.add(Finding.information(Backends.AUTO, choice()));
    return findings;
  }

  /** Whether a backend gave wrong bounds. */
  boolean foundFault() {
    return foundFault;
  }

  private Finding finding(BackendProvider provider) {
    try (ComputeBackend backend = provider.open()) {
      chosen = chosen == null ? provider.name() : chosen;
      String device = backend.device();
      if (provider.name().equals(JUDGE)) {
        return Finding.found(provider.name(), device + "; the others are checked against it");
      }
      SelfCheck check = check(backend);
      if (check.fault().isPresent()) {
        foundFault = true;
        return Finding.wrong(provider.name(), device + "; self-check: " + check.fault().get());
      }
      return Finding.found(provider.name(), device + "; " + agreement(check));
    } catch (BackendUnavailableException e) {
      cannotRun.add(provider.name());
      return Finding.missing(provider.name(), e.getMessage());
    }
  }

  private static SelfCheck check(ComputeBackend backend) throws BackendUnavailableException {
    try (ComputeBackend judge = Backends.open(JUDGE)) {
      return SelfCheck.run(backend, judge, SECONDS, SEED);
    }
  }

  private static String agreement(SelfCheck check) {
    return String.format(
        Locale.ROOT,
        "self-check: %,d boxes by ibp and crown in %.1f s, all right",
        check.boxes(),
        check.seconds());
  }

  private String choice() {
    if (chosen == null) {
      return "nothing can run here";
    }
    String order =
        String.join(", ", Backends.providers().stream().map(BackendProvider::name).toList());
    return "takes "
        + chosen
        + ", the first of "
        + order
        + " that can run here"
        + (cannotRun.isEmpty() ? "" : "; " + String.join(", ", cannotRun) + " cannot");
  }
}
