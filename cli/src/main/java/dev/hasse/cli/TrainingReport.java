package dev.hasse.cli;

import dev.hasse.report.Axis;
import dev.hasse.report.Block;
import dev.hasse.report.Cell;
import dev.hasse.report.Paragraph;
import dev.hasse.report.Plot;
import dev.hasse.report.Point;
import dev.hasse.report.Provenance;
import dev.hasse.report.Report;
import dev.hasse.report.Section;
import dev.hasse.report.Series;
import dev.hasse.report.Table;
import dev.hasse.train.EpochResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A training as a report: curves over epochs, and a table. */
final class TrainingReport {
  private static final Axis EPOCH = Axis.linear("epoch");

  private TrainingReport() {}

  static Report of(String network, TrainingRun run, Provenance provenance) {
    List<EpochLine> lines = run.lines();
    List<Block> curves =
        List.of(
            new Paragraph(
                "Means over the training images, each as it was when its batch came. Certified:"
                    + " by the bounds of training, in float32, not rigorous; for pgd the share that"
                    + " withstood the attack. Validation: rigorous, by interval bounds and CROWN, at"
                    + " the last radius."),
            new Plot(
                "Losses",
                "",
                EPOCH,
                Axis.linear("mean loss"),
                List.of(
                    series("loss", lines, e -> e.result().loss()),
                    series("natural", lines, e -> e.result().natural()),
                    series("robust", lines, e -> e.result().robust()))),
            new Plot(
                "Accuracy",
                "",
                EPOCH,
                Axis.linear("share of images"),
                List.of(
                    series("accuracy", lines, e -> e.result().accuracy()),
                    series("certified", lines, e -> e.result().certified()),
                    series("validation accuracy", lines, TrainingReport::validated),
                    series("validation certified", lines, TrainingReport::certified))),
            new Plot(
                "Schedules",
                "",
                EPOCH,
                Axis.linear("value at the end of the epoch"),
                List.of(
                    series("radius", lines, e -> e.result().radius()),
                    series("kappa", lines, e -> e.result().kappa()),
                    series("beta", lines, e -> e.result().beta()))),
            new Plot(
                "Learning rate",
                "",
                EPOCH,
                Axis.logarithmic("learning rate"),
                List.of(series("rate", lines, e -> e.result().rate()))));
    return new Report(
        "Training of " + network,
        provenance,
        List.of(new Section("Curves", curves), new Section("Epochs", List.of(table(lines)))));
  }

  private static double validated(EpochLine line) {
    return line.validation().map(Validation.Result::accuracy).orElse(Double.NaN);
  }

  private static double certified(EpochLine line) {
    return line.validation().map(Validation.Result::certified).orElse(Double.NaN);
  }

  /** Epochs without such a number are left out. */
  private static Series series(
      String name, List<EpochLine> lines, ToDoubleFunction<EpochLine> value) {
    return Series.line(
        name,
        lines.stream()
            .map(line -> new Point(line.result().epoch(), value.applyAsDouble(line)))
            .filter(point -> !Double.isNaN(point.y()))
            .toList());
  }

  private static Table table(List<EpochLine> lines) {
    List<List<Cell>> rows = new ArrayList<>();
    for (EpochLine line : lines) {
      EpochResult result = line.result();
      rows.add(
          List.of(
              Cell.number(result.epoch()),
              Cell.number(result.radius()),
              Cell.number(result.loss()),
              Cell.number(result.natural()),
              Cell.number(result.robust()),
              Cell.number(result.accuracy()),
              Cell.number(result.certified()),
              Cell.number(validated(line)),
              Cell.number(certified(line)),
              Cell.number(line.seconds())));
    }
    return new Table(
        "Epochs",
        List.of(
            "epoch",
            "radius",
            "loss",
            "natural",
            "robust",
            "accuracy",
            "certified",
            "validation accuracy",
            "validation certified",
            "seconds"),
        rows);
  }
}
