package dev.hasse.cli;

import dev.hasse.bound.BoundMethod;
import dev.hasse.report.Axis;
import dev.hasse.report.Block;
import dev.hasse.report.Cell;
import dev.hasse.report.Paragraph;
import dev.hasse.report.Plot;
import dev.hasse.report.Point;
import dev.hasse.report.Section;
import dev.hasse.report.Series;
import dev.hasse.report.Table;
import dev.hasse.sweep.store.MethodAccuracy;
import dev.hasse.sweep.store.StageShare;
import dev.hasse.sweep.store.SweepGroup;
import dev.hasse.sweep.store.SweepSummary;
import dev.hasse.sweep.store.VerdictCounts;
import dev.hasse.sweep.store.WilsonInterval;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Certified accuracy by radius and by method, and what each stage of a cascade decided. */
final class AccuracySections {
  /** More lines than this cannot be told apart in one plot. */
  private static final int MOST_LINES = 7;

  private static final Axis ACCURACY = Axis.linear("certified accuracy");
  private static final Axis RADIUS = Axis.linear("radius");

  /**
   * Names of stages as a cascade has them, the cheapest first; names that it has not, at the end.
   */
  private static final Comparator<String> STAGES =
      Comparator.comparingInt(AccuracySections::rank).thenComparing(Comparator.naturalOrder());

  private AccuracySections() {}

  private static int rank(String stage) {
    BoundMethod[] methods = BoundMethod.values();
    for (int k = 0; k < methods.length; k++) {
      if (methods[k].label().equals(stage)) {
        return k;
      }
    }
    return methods.length;
  }

  static List<Section> of(SweepSummary summary) throws SQLException {
    List<Section> sections = new ArrayList<>();
    List<VerdictCounts> asked = summary.verdicts();
    if (!asked.isEmpty()) {
      sections.add(accuracy(asked));
      sections.add(byMethod(summary.accuracyByMethod()));
      sections.add(byStage(summary.stages()));
    }
    List<VerdictCounts> bisected = summary.certifiedRadii();
    if (!bisected.isEmpty()) {
      sections.add(bisected(bisected));
    }
    return sections;
  }

  private static Section accuracy(List<VerdictCounts> counts) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            "The share of all questions that are certified. A misclassified input and a question"
                + " that failed count as not certified. Bands and intervals are Wilson's at 95 %,"
                + " which take the inputs for independent draws."));
    blocks.addAll(accuracyPlots("Certified accuracy by radius", counts));
    blocks.add(table("How questions ended", counts));
    return new Section("Certified accuracy", blocks);
  }

  private static Section bisected(List<VerdictCounts> counts) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            "For these networks the sweep searched each input's largest certified radius. An input"
                + " counts as certified at every radius up to its own, since a bound over a box"
                + " holds in every box within it."));
    blocks.addAll(accuracyPlots("Certified accuracy by bisection", counts));
    return new Section("Certified radii", blocks);
  }

  private static List<Block> accuracyPlots(String title, List<VerdictCounts> counts) {
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    Map<SweepGroup, String> names = names(counts.stream().map(VerdictCounts::group).toList());
    for (VerdictCounts count : counts) {
      lines
          .computeIfAbsent(names.get(count.group()), name -> new ArrayList<>())
          .add(point(count.radius(), count.accuracy()));
    }
    List<Block> plots = new ArrayList<>();
    List<Series> series =
        lines.entrySet().stream().map(e -> Series.line(e.getKey(), e.getValue())).toList();
    for (int from = 0; from < series.size(); from += MOST_LINES) {
      List<Series> some = series.subList(from, Math.min(from + MOST_LINES, series.size()));
      String part = series.size() > MOST_LINES ? ", part " + (from / MOST_LINES + 1) : "";
      plots.add(new Plot(title + part, "", RADIUS, ACCURACY, some));
    }
    return plots;
  }

  /** Words for each group; with the beginning of the file's hash where two groups share a name. */
  static Map<SweepGroup, String> names(List<SweepGroup> groups) {
    List<SweepGroup> distinct = groups.stream().distinct().toList();
    Map<String, Long> times =
        distinct.stream().collect(Collectors.groupingBy(SweepGroup::label, Collectors.counting()));
    Map<SweepGroup, String> names = new LinkedHashMap<>();
    for (SweepGroup group : distinct) {
      boolean shared = times.get(group.label()) > 1;
      names.put(group, group.label() + (shared ? " (" + group.networkHash() + ")" : ""));
    }
    return names;
  }

  static Point point(double radius, WilsonInterval share) {
    return new Point(radius, share.share(), share.lower(), share.upper());
  }

  static Cell radius(double radius) {
    return Cell.number(radius, Numbers.radius(radius));
  }

  private static Table table(String caption, List<VerdictCounts> counts) {
    List<List<Cell>> rows = new ArrayList<>();
    for (VerdictCounts count : counts) {
      WilsonInterval accuracy = count.accuracy();
      rows.add(
          List.of(
              Cell.text(count.group().network()),
              Cell.text(count.group().dataset()),
              radius(count.radius()),
              Cell.number(count.all()),
              Cell.number(count.certified()),
              Cell.number(count.violated()),
              Cell.number(count.undecided()),
              Cell.number(count.misclassified()),
              Cell.number(count.errors()),
              percent(accuracy.share()),
              percent(accuracy.lower()),
              percent(accuracy.upper())));
    }
    return new Table(
        caption,
        List.of(
            "network",
            "dataset",
            "radius",
            "questions",
            "certified",
            "violated",
            "undecided",
            "misclassified",
            "errors",
            "accuracy",
            "lower",
            "upper"),
        rows);
  }

  /** A share, shown in percent with one digit after the point. */
  static Cell percent(double share) {
    return Cell.number(share, Numbers.fixed(100 * share, 1) + " %");
  }

  private static Section byMethod(List<MethodAccuracy> accuracies) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            "What a cascade would certify that ends with the method: a question counts where this"
                + " method or a cheaper one gave a positive margin. A sweep asks a method only"
                + " what the cheaper ones left open, so a method alone cannot be told from its"
                + " cascade."));
    Map<SweepGroup, Map<String, List<Point>>> groups = new LinkedHashMap<>();
    Map<SweepGroup, String> names = names(accuracies.stream().map(MethodAccuracy::group).toList());
    List<List<Cell>> rows = new ArrayList<>();
    for (MethodAccuracy of : accuracies) {
      String method = "up to " + of.method().label();
      groups
          .computeIfAbsent(of.group(), group -> new LinkedHashMap<>())
          .computeIfAbsent(method, name -> new ArrayList<>())
          .add(point(of.radius(), of.accuracy()));
      rows.add(
          List.of(
              Cell.text(of.group().network()),
              Cell.text(of.group().dataset()),
              Cell.text(method),
              radius(of.radius()),
              Cell.number(of.accuracy().hits()),
              percent(of.accuracy().share()),
              percent(of.accuracy().lower()),
              percent(of.accuracy().upper())));
    }
    groups.forEach(
        (group, methods) ->
            blocks.add(
                new Plot(
                    "Certified accuracy by method: " + names.get(group),
                    "",
                    RADIUS,
                    ACCURACY,
                    methods.entrySet().stream()
                        .map(e -> Series.line(e.getKey(), e.getValue()))
                        .toList())));
    blocks.add(
        new Table(
            "Certified accuracy by method",
            List.of(
                "network",
                "dataset",
                "method",
                "radius",
                "certified",
                "accuracy",
                "lower",
                "upper"),
            rows));
    return new Section("Certified accuracy by method", blocks);
  }

  /** The shares of each network, dataset and radius together, as they are, each by its stage. */
  private static List<StageShare> inCascadesOrder(List<StageShare> shares) {
    Map<List<Object>, List<StageShare>> together =
        shares.stream()
            .collect(
                Collectors.groupingBy(
                    share -> List.of(share.group(), share.radius()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return together.values().stream()
        .flatMap(same -> same.stream().sorted(Comparator.comparing(StageShare::stage, STAGES)))
        .toList();
  }

  private static Section byStage(List<StageShare> shares) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            "The share of all questions that each stage of the cascade decided, as certified or as"
                + " violated. What is left was misclassified, failed or stayed undecided."));
    Map<SweepGroup, Map<String, List<Point>>> groups = new LinkedHashMap<>();
    Map<SweepGroup, String> names = names(shares.stream().map(StageShare::group).toList());
    List<List<Cell>> rows = new ArrayList<>();
    for (StageShare share : inCascadesOrder(shares)) {
      if (share.certified() + share.violated() > 0) {
        String stage = share.stage().isEmpty() ? "no stage named" : share.stage();
        groups
            .computeIfAbsent(share.group(), group -> new TreeMap<>(STAGES))
            .computeIfAbsent(stage, name -> new ArrayList<>())
            .add(point(share.radius(), share.decided()));
        rows.add(
            List.of(
                Cell.text(share.group().network()),
                Cell.text(share.group().dataset()),
                radius(share.radius()),
                Cell.text(stage),
                Cell.number(share.certified()),
                Cell.number(share.violated()),
                percent(share.decided().share())));
      }
    }
    groups.forEach(
        (group, stages) ->
            blocks.add(
                new Plot(
                    "Decided by each stage: " + names.get(group),
                    "",
                    RADIUS,
                    Axis.linear("share of all questions"),
                    stages.entrySet().stream()
                        .map(e -> Series.line(e.getKey(), e.getValue()))
                        .toList())));
    blocks.add(
        new Table(
            "Questions decided by each stage",
            List.of("network", "dataset", "radius", "stage", "certified", "violated", "share"),
            rows));
    return new Section("Stages", blocks);
  }
}
