package dev.hasse.sweep;

import dev.hasse.bound.Ascent;
import dev.hasse.bound.BoundMethod;
import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a plan from a YAML file. What it does not know, it refuses. */
public final class PlanReader {
  private static final long MOST_SEED = 0xFFFFFFFFL;
  private static final int MOST_BYTES = 1 << 24;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
  private static final Set<String> KEYS =
      ordered(
          "networks",
          "datasets",
          "radii",
          "bisection",
          "clip",
          "cascade",
          "timeout",
          "steps",
          "intermediate-steps",
          "seeds",
          "batch",
          "unstable");

  private final PlanNode root;
  private final Map<String, PlanNode> values;

  private PlanReader(PlanNode root) throws InputFileException {
    this.root = root;
    this.values = root.mapping(KEYS);
  }

  /**
   * Reads a plan. Paths in it are relative to its folder.
   *
   * @throws InputFileException with the line of the first thing that is wrong
   */
  public static SweepPlan read(Path path) throws InputFileException {
    return read(path, text(InputFile.of(path)));
  }

  /**
   * Reads a plan that is at hand.
   *
   * @param path for messages; paths in the plan are relative to its folder
   */
  public static SweepPlan read(Path path, String text) throws InputFileException {
    return new PlanReader(root(path, text, "the plan", "at least networks, datasets and radii"))
        .plan();
  }

  /**
   * The outermost value of a YAML file.
   *
   * @param name of the whole in messages, such as "the plan"
   * @param expected what such a file has
   */
  static PlanNode root(Path path, String name, String expected) throws InputFileException {
    return root(path, text(InputFile.of(path)), name, expected);
  }

  private static PlanNode root(Path path, String text, String name, String expected)
      throws InputFileException {
    try {
      Optional<Node> node =
          new Compose(LoadSettings.builder().setUseMarks(true).build()).composeString(text);
      if (node.isEmpty()) {
        throw new InputFileException(path, "", name + " is empty, expected " + expected);
      }
      return new PlanNode(path, name, node.get());
    } catch (MarkedYamlEngineException e) {
      String place = e.getProblemMark().map(mark -> "line " + (mark.getLine() + 1)).orElse("");
      throw new InputFileException(path, place, "not YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InputFileException(path, "", "not YAML: " + problem, e);
    } catch (StackOverflowError e) {
      throw new InputFileException(path, "", "nested too deeply, expected " + expected, e);
    }
  }

  private static String text(InputFile file) throws InputFileException {
    try (InputStream in = file.open()) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw file.error("", "more than " + MOST_BYTES + " bytes, too long for a file of options");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private SweepPlan plan() throws InputFileException {
    double[] clip = clip();
    List<PlannedDataset> datasets = datasets();
    return new SweepPlan(
        networks(datasets),
        datasets,
        radii(),
        clip[0],
        clip[1],
        method(),
        seeds(),
        given("batch") ? (int) values.get("batch").integer(1, 1 << 24) : SweepPlan.USUAL_BATCH,
        given("unstable") && values.get("unstable").truth());
  }

  private boolean given(String key) {
    return values.containsKey(key);
  }

  private List<PlannedNetwork> networks(List<PlannedDataset> datasets) throws InputFileException {
    Set<String> known =
        datasets.stream().map(PlannedDataset::name).collect(Collectors.toCollection(HashSet::new));
    List<PlannedNetwork> networks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (PlanNode node : required(root, values, "networks").list()) {
      Map<String, PlanNode> keys = node.mapping(ordered("name", "file", "datasets"));
      Path file = required(node, keys, "file").path();
      String name = name(node, keys, String.valueOf(file.getFileName()), names);
      List<String> asked = new ArrayList<>();
      if (keys.containsKey("datasets")) {
        for (PlanNode dataset : keys.get("datasets").list()) {
          if (!known.contains(dataset.text())) {
            throw dataset.error("there is no dataset '" + dataset.text() + "' in this plan");
          }
          requireNew(dataset, asked, dataset.text());
        }
      }
      networks.add(new PlannedNetwork(name, file, asked));
    }
    return networks;
  }

  private List<PlannedDataset> datasets() throws InputFileException {
    List<PlannedDataset> datasets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (PlanNode node : required(root, values, "datasets").list()) {
      Map<String, PlanNode> keys =
          node.mapping(ordered("name", "images", "labels", "scale", "inputs"));
      Path images = required(node, keys, "images").path();
      datasets.add(
          new PlannedDataset(
              name(node, keys, String.valueOf(images.getFileName()), names),
              images,
              required(node, keys, "labels").path(),
              keys.containsKey("scale") ? keys.get("scale").positive() : PlannedDataset.USUAL_SCALE,
              keys.containsKey("inputs") ? ranges(keys.get("inputs")) : List.of(InputRange.ALL)));
    }
    return datasets;
  }

  private static String name(
      PlanNode node, Map<String, PlanNode> keys, String usual, Set<String> names)
      throws InputFileException {
    String name = keys.containsKey("name") ? keys.get("name").label() : usual;
    if (!names.add(name)) {
      throw keys.getOrDefault("name", node).error("the name '" + name + "' is there twice");
    }
    return name;
  }

  /** Entries such as {@code 7} and {@code 0-99}, which do not overlap. */
  private static List<InputRange> ranges(PlanNode node) throws InputFileException {
    List<InputRange> ranges = new ArrayList<>();
    for (PlanNode entry : node.list()) {
      Matcher range = RANGE.matcher(entry.text().strip());
      if (!range.matches()) {
        throw entry.error(
            "'" + entry.text() + "' is no range of inputs; expected an index or FIRST-LAST");
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last < first) {
        throw entry.error("'" + entry.text() + "' ends before it begins");
      }
      for (InputRange other : ranges) {
        if (first <= other.last() && other.first() <= last) {
          throw entry.error("'" + entry.text() + "' overlaps with " + other);
        }
      }
      ranges.add(new InputRange(first, last));
    }
    return ranges;
  }

  private Radii radii() throws InputFileException {
    if (given("radii") == given("bisection")) {
      throw root.error("expected either radii or bisection" + (given("radii") ? ", not both" : ""));
    }
    if (given("radii")) {
      List<Double> radii = new ArrayList<>();
      for (PlanNode radius : values.get("radii").list()) {
        requireNew(radius, radii, radius.radius());
      }
      return Radii.of(radii);
    }
    PlanNode bisection = values.get("bisection");
    Map<String, PlanNode> keys = bisection.mapping(ordered("largest", "tolerance"));
    double largest = required(bisection, keys, "largest").positive();
    double tolerance = required(bisection, keys, "tolerance").positive();
    if (tolerance > largest) {
      throw bisection.error(
          "tolerance %s, expected at most the largest radius %s".formatted(tolerance, largest));
    }
    return Radii.bisection(largest, tolerance);
  }

  private double[] clip() throws InputFileException {
    if (!given("clip")) {
      return new double[] {0, 1};
    }
    PlanNode clip = values.get("clip");
    if (clip.node() instanceof org.snakeyaml.engine.v2.nodes.ScalarNode) {
      if (clip.text().equals("none")) {
        return new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
      }
      throw clip.error("'" + clip.text() + "' is no interval; expected [LO, HI] or none");
    }
    List<PlanNode> ends = clip.list();
    if (ends.size() != 2 || !(ends.get(0).number() <= ends.get(1).number())) {
      throw clip.error("expected [LO, HI] with LO at most HI, or none");
    }
    return new double[] {ends.get(0).number(), ends.get(1).number()};
  }

  private SweepPlan.Method method() throws InputFileException {
    List<BoundMethod> cascade = new ArrayList<>();
    if (given("cascade")) {
      for (PlanNode entry : values.get("cascade").list()) {
        requireNew(entry, cascade, boundMethod(entry));
      }
    } else {
      cascade.addAll(SweepPlan.Method.USUAL_CASCADE);
    }
    return new SweepPlan.Method(
        cascade,
        given("timeout") ? values.get("timeout").positive() : SweepPlan.Method.USUAL_TIMEOUT,
        steps("steps", Ascent.USUAL_STEPS),
        steps("intermediate-steps", Ascent.USUAL_INTERMEDIATE_STEPS));
  }

  private int steps(String key, int usual) throws InputFileException {
    return given(key) ? (int) values.get(key).integer(0, 10_000) : usual;
  }

  private static BoundMethod boundMethod(PlanNode entry) throws InputFileException {
    String name = entry.text();
    for (BoundMethod method : BoundMethod.values()) {
      if (method.label().equals(name)) {
        return method;
      }
    }
    throw entry.error(
        "there is no method '"
            + name
            + "'; expected "
            + Arrays.stream(BoundMethod.values())
                .map(BoundMethod::label)
                .collect(Collectors.joining(", ")));
  }

  private List<Long> seeds() throws InputFileException {
    List<Long> seeds = new ArrayList<>();
    if (given("seeds")) {
      for (PlanNode seed : values.get("seeds").list()) {
        requireNew(seed, seeds, seed.integer(0, MOST_SEED));
      }
      return seeds;
    }
    return List.of(0L);
  }

  private static <T> void requireNew(PlanNode node, List<T> before, T value)
      throws InputFileException {
    if (before.contains(value)) {
      throw node.error("'" + node.text() + "' is there twice");
    }
    before.add(value);
  }

  private static PlanNode required(PlanNode in, Map<String, PlanNode> values, String key)
      throws InputFileException {
    PlanNode value = values.get(key);
    if (value == null) {
      throw in.error("the key '" + key + "' is missing");
    }
    return value;
  }

  private static Set<String> ordered(String... keys) {
    return new LinkedHashSet<>(List.of(keys));
  }
}
