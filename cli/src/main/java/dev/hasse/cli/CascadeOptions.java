package dev.hasse.cli;

import dev.hasse.sweep.SweepPlan;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How images are certified: in which domain, and by which methods. */
final class CascadeOptions {
  @Option(
      names = "--clip",
      paramLabel = "LO,HI",
      converter = Clip.Converter.class,
      description = "The input domain; 'none' for all numbers (default: 0,1).")
  private Clip clip;

  @Option(
      names = "--cascade",
      paramLabel = "METHODS",
      converter = Cascade.Converter.class,
      description = {
        "Methods to try in this order, each on what the one before left undecided: any of ibp,"
            + " crown-ibp, crown, alpha-crown, lp, sdp, milp, with commas between them"
            + " (default: ibp,crown)."
      })
  private Cascade cascade;

  Clip clip() {
    return Optional.ofNullable(clip).orElse(Clip.PIXELS);
  }

  Cascade cascade() {
    return Optional.ofNullable(cascade).orElse(new Cascade(SweepPlan.Method.USUAL_CASCADE));
  }

  /** Whether one of them is on the command line. */
  boolean isGiven() {
    return clip != null || cascade != null;
  }
}
