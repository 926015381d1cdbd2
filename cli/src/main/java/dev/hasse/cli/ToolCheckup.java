package dev.hasse.cli;

import java.util.List;

/** Programs that some commands start. */
final class ToolCheckup {
  List<Finding> findings() {
    return List.of(
        Tool.output("npm", "--version")
            .map(version -> Finding.found("npm", version))
            .orElseGet(
                () ->
                    Finding.missing(
                        "npm",
                        "'hasse data fetch' uses it where the data's own mirrors do not answer"
                            + " (Debian: apt install npm)")));
  }
}
