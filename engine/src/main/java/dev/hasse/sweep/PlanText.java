package dev.hasse.sweep;

import dev.hasse.bound.BoundMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A plan as a text that {@link PlanReader} reads back, with every key and absolute paths. */
final class PlanText {
  private final StringBuilder text = new StringBuilder();

  private PlanText() {}

  static String of(SweepPlan plan) {
    PlanText all = new PlanText();
    all.line("networks:");
    for (PlannedNetwork network : plan.networks()) {
      all.line("  - name: " + quoted(network.name()));
      all.line("    file: " + quoted(network.file()));
      if (!network.datasets().isEmpty()) {
        all.line("    datasets: " + network.datasets().stream().map(PlanText::quoted).toList());
      }
    }
    all.line("datasets:");
    for (PlannedDataset dataset : plan.datasets()) {
      all.line("  - name: " + quoted(dataset.name()));
      all.line("    images: " + quoted(dataset.images()));
      all.line("    labels: " + quoted(dataset.labels()));
      all.line("    scale: " + dataset.scale());
      if (!dataset.inputs().equals(List.of(InputRange.ALL))) {
        all.line("    inputs: " + dataset.inputs());
      }
    }
    all.questions(plan);
    return all.text.toString();
  }

  private void questions(SweepPlan plan) {
    if (plan.radii().isBisection()) {
      line("bisection:");
      line("  largest: " + plan.radii().largest());
      line("  tolerance: " + plan.radii().tolerance());
    } else {
      line("radii: " + plan.radii().listed());
    }
    line("clip: [" + plan.clipLower() + ", " + plan.clipUpper() + "]");
    SweepPlan.Method method = plan.method();
    line("cascade: " + method.cascade().stream().map(BoundMethod::label).toList());
    line("timeout: " + method.timeout());
    line("steps: " + method.steps());
    line("intermediate-steps: " + method.intermediateSteps());
    line("seeds: " + plan.seeds());
    line("batch: " + plan.batch());
    line("unstable: " + plan.unstable());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String quoted(Path path) {
    return quoted(path.toAbsolutePath().normalize().toString());
  }

  /** In YAML's double quotes, which can hold any text. */
  static String quoted(String text) {
    return text.chars()
        .mapToObj(
            c ->
                c == '"' || c == '\\'
                    ? "\\" + (char) c
                    : c < ' ' || c > '~' ? String.format("\\u%04X", c) : String.valueOf((char) c))
        .collect(Collectors.joining("", "\"", "\""));
  }
}
