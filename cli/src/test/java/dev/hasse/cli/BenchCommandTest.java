package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.Samples;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps, stages and comparisons of measurements. */
class BenchCommandTest {
  @TempDir private Path folder;

  @Test
  void scalingIsAllThatCompareNeeds() throws IOException {
    String file = folder.resolve("a.json").toString();
    String page = folder.resolve("a.html").toString();
    CommandRun.of(
            "bench",
            "scaling",
            "--values",
            "1,3",
            "--depth",
            "1",
            "--width",
            "8",
            "--repeat",
            "7",
            "--format",
            "json",
            "--out",
            file,
            "--report",
            page)
        .expect(0);
    BenchRunChecks.requireMachine(file);
    assertTrue(Files.readString(Path.of(page)).contains("Roofline"));
    CommandRun same = CommandRun.of("bench", "compare", file, file).expect(0);
    assertEquals(3, same.out().lines().count(), same.out());
  }

  @Test
  void cascadeAsksEachStageWhatIsLeft() throws IOException {
    JsonNode points =
        CommandRun.of(
                "bench",
                "cascade",
                "--count",
                "5",
                "--cascade",
                "ibp,crown",
                "--repeat",
                "1",
                "--radius",
                "0.03",
                "--format",
                "json")
            .expect(0)
            .json()
            .get("points");
    int left = -1;
    for (JsonNode point : points) {
      int asked = Integer.parseInt(point.at("/answers/asked").asText());
      assertEquals(asked, point.get("count").asInt());
      assertTrue(left < 0 || asked == left, points.toString());
      left = asked - Integer.parseInt(point.at("/answers/decided").asText());
    }
  }

  /** Tables are Markdown; each axis has one, and each number of threads its own ceilings. */
  @Test
  void scalingHasATableForEachAxis() {
    String out =
        CommandRun.of(
                "bench",
                "scaling",
                "--axis",
                "unstable,threads",
                "--depth=1",
                "--width=4",
                "--batch=2",
                "--repeat=7",
                "--values",
                "1")
            .expect(2)
            .err();
    assertTrue(out.contains("--values goes with a single axis"), out);
    List<String> lines =
        CommandRun.of(
                "bench",
                "scaling",
                "--axis",
                "threads",
                "--depth=1",
                "--width=4",
                "--batch=2",
                "--repeat=7",
                "--values",
                "1,2")
            .expect(0)
            .out()
            .lines()
            .toList();
    assertTrue(lines.get(0).startsWith("By threads; method crown-ibp, batch 2,"), lines.get(0));
    List<String> rows = lines.stream().filter(line -> line.startsWith("|")).toList();
    assertEquals(4, rows.size(), rows.toString());
    assertTrue(rows.get(1).matches("(\\|-+:)+\\|"), rows.get(1));
    assertEquals(1, rows.stream().map(String::length).distinct().count(), rows.toString());
    assertEquals(1, lines.stream().filter(line -> line.startsWith("1 threads: sgemm")).count());
    assertEquals(1, lines.stream().filter(line -> line.startsWith("2 threads: sgemm")).count());
  }

  @Test
  void scalingMeasuresAGivenNetwork() throws IOException {
    Inputs inputs = new Inputs(folder);
    JsonNode point =
        CommandRun.of(
                "bench",
                "scaling",
                "--network",
                inputs.network(),
                "--values",
                "3",
                "--repeat=7",
                "--format=json")
            .expect(0)
            .json()
            .at("/points/0");
    assertEquals(3, point.get("count").asInt());
    assertEquals("batch", point.at("/parameters/axis").asText());
    assertEquals(
        Path.of(inputs.network()).getFileName().toString(),
        point.at("/parameters/network").asText());
    assertTrue(point.at("/parameters/depth").isMissingNode(), point.toString());
  }

  @Test
  void scalingRefusesOptionsThatANetworkSettles() throws IOException {
    String network = new Inputs(folder).network();
    for (List<String> bad :
        List.of(
            List.of("--depth=2", "of generated networks"),
            List.of("--axis=batch,width", "expected batch or threads"),
            List.of("--values=1000000000", "expected integers"),
            List.of("--property=none.vnnlib", "no such file"))) {
      CommandRun run =
          CommandRun.of("bench", "scaling", "--network", network, bad.get(0)).expect(2);
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains(bad.get(1)), run.err());
    }
    CommandRun alone = CommandRun.of("bench", "scaling", "--property=p.vnnlib").expect(2);
    assertTrue(alone.err().contains("--property goes with --network only"), alone.err());
  }

  @Test
  void trainingSetsStepsBesideANaturalOne() {
    String[] small = {"bench", "training", "--layers", "4,3,2", "--batch", "2", "--repeat", "7"};
    CommandRun run = CommandRun.of(with(small, "--backend", "reference")).expect(0);
    List<String> lines = run.out().lines().filter(line -> line.startsWith("|")).toList();
    assertEquals(5, lines.size(), run.out());
    assertTrue(lines.get(2).contains("natural") && lines.get(2).contains("1.00"), run.out());
    assertTrue(lines.get(3).contains("ibp") && lines.get(4).contains("crown-ibp"), run.out());
  }

  @Test
  void trainingRefusesWhatCannotBeMeasured() {
    CommandRun.of("bench", "training", "--layers", "4,1").expect(2);
    CommandRun.of("bench", "training", "--layers", "4").expect(2);
    CommandRun.of("bench", "training", "--radius", "-1").expect(2);
    CommandRun.of("bench", "training", "--repeat", "3").expect(2);
    CommandRun.of("bench", "training", "--format", "csv").expect(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cascade", "scaling", "training", "compare"})
  void helpNamesTheFormsThatAreTaken(String command) {
    String help = CommandRun.of("bench", command, "--help").expect(0).out();
    assertTrue(help.contains("table, json (default: table)"), help);
    String refusal = CommandRun.of("bench", command, "--format", "csv").expect(2).err();
    assertTrue(refusal.contains("there is no format 'csv'; expected table, json"), refusal);
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void cascadeMakesAPage() throws IOException {
    String page = folder.resolve("stages.html").toString();
    String out =
        CommandRun.of(
                "bench", "cascade", "--count=3", "--cascade=ibp", "--repeat=1", "--report", page)
            .expect(0)
            .out();
    assertTrue(out.startsWith("| method | asked | decided |"), out);
    String html = Files.readString(Path.of(page));
    assertTrue(html.contains("Stages of certification") && html.contains("Roofline"));
    CommandRun none =
        CommandRun.of("bench", "cascade", "--report", folder.resolve("no/p.html").toString());
    assertEquals(1, none.expect(2).err().lines().count(), none.err());
  }

  /** A stage that decides other numbers is no slowdown; one that leaves more open is weaker. */
  @Test
  void compareAlarmsOnFewerDecisions() throws IOException {
    String before = stage("before", "crown", 9, 5);
    String after = stage("after", "crown", 9, 4);
    CommandRun weaker = CommandRun.of("bench", "compare", before, after).expect(1);
    assertEquals(
        "changed decisions, weaker: stage {method=crown}:"
            + " A {asked=9, decided=5}, B {asked=9, decided=4}",
        weaker.out().strip());
    JsonNode json =
        CommandRun.of("bench", "compare", before, after, "--format=json").expect(1).json();
    assertEquals(4, json.at("/changedDecisions/0/B/decided").intValue());
    assertEquals("weaker", json.at("/changedDecisions/0/judgement").asText());
    assertEquals(0, json.get("points").size());
    CommandRun stronger = CommandRun.of("bench", "compare", after, before).expect(0);
    assertTrue(stronger.out().startsWith("changed decisions, stronger: "), stronger.out());
    String asked = stage("asked", "crown", 8, 4);
    CommandRun even = CommandRun.of("bench", "compare", before, asked).expect(0);
    assertTrue(even.out().startsWith("changed decisions, as many left open: "), even.out());
    CommandRun same = CommandRun.of("bench", "compare", before, before).expect(0);
    assertTrue(same.out().contains("no difference shown"), same.out());
    String other = stage("other", "ibp", 9, 5);
    assertTrue(
        CommandRun.of("bench", "compare", before, other)
            .expect(2)
            .err()
            .contains("nothing to compare"));
  }

  private String stage(String name, String method, int asked, int decided) throws IOException {
    BenchPoint point =
        new BenchPoint(
            "stage",
            Map.of("method", method),
            Map.of("asked", asked, "decided", decided),
            asked,
            0,
            0,
            new Samples(List.of(1.0, 1.1, 1.2, 1.3)));
    StringWriter text = new StringWriter();
    BenchJson.write(
        new BenchRun("cascade", Map.of(), Map.of(), Optional.empty(), List.of(point)), text);
    return Files.writeString(folder.resolve(name + ".json"), text.toString()).toString();
  }

  @Test
  void compareAlarmsOnASlowdownOnly() throws IOException {
    String fast = synthetic("fast", 1, "1");
    String slow = synthetic("slow", 1.2, "1");
    CommandRun.of("bench", "compare", fast, fast).expect(0);
    CommandRun.of("bench", "compare", slow, fast).expect(0);
    CommandRun.of("bench", "compare", fast, slow, "--threshold", "0.5").expect(0);
    CommandRun alarm = CommandRun.of("bench", "compare", fast, slow, "--format", "json").expect(1);
    assertEquals("slower", alarm.json().at("/points/0/judgement").asText());
  }

  /** Nearly as fast is neither a difference of the threshold nor none. */
  @Test
  void compareKeepsDirectionsWithinTheThreshold() throws IOException {
    String fast = synthetic("fast", 1, "1");
    String slow = synthetic("slow", 1.2, "1");
    CommandRun slower =
        CommandRun.of("bench", "compare", fast, slow, "--threshold", "0.5").expect(0);
    assertTrue(slower.out().contains("slower, perhaps within the threshold"), slower.out());
    CommandRun faster =
        CommandRun.of("bench", "compare", slow, fast, "--threshold", "0.5").expect(0);
    assertTrue(faster.out().contains("faster, perhaps within the threshold"), faster.out());
  }

  @Test
  void throughputOfOtherQuestionsIsNotCompared() throws IOException {
    Inputs inputs = new Inputs(folder);
    inputs.text("one.vnnlib", Inputs.property("(assert (<= Y_0 0.0))"));
    inputs.text("two.vnnlib", Inputs.property("(assert (<= Y_0 0.0))"));
    String one = throughput(inputs, "one.vnnlib");
    JsonNode point = new ObjectMapper().readTree(Path.of(one).toFile()).at("/points/0");
    assertEquals(4.0 * (4 * 8 + 8 * 3) + 8 * 2 * (4 + 3) * 2, point.get("bytes").doubleValue());
    String reshaped = throughput(inputs, "one.vnnlib", "--shrink=0.5", "--seed=9");
    for (String other : List.of(throughput(inputs, "two.vnnlib"), reshaped)) {
      CommandRun run = CommandRun.of("bench", "compare", one, other).expect(2);
      assertTrue(run.err().contains("nothing to compare"), run.err());
    }
    int same = CommandRun.of("bench", "compare", one, throughput(inputs, "one.vnnlib")).exitCode();
    assertTrue(same == 0 || same == 1, "one question, whatever its times");
  }

  private String throughput(Inputs inputs, String property, String... more) throws IOException {
    String out = Files.createTempFile(folder, "run", ".json").toString();
    String[] arguments = {
      "bench",
      "throughput",
      "--network=" + inputs.network(),
      "--method=ibp",
      "--batch=2",
      "--repeat=7",
      "--property=" + inputs.file(property),
      "--out=" + out
    };
    CommandRun.of(with(arguments, more)).expect(0);
    return out;
  }

  @Test
  void compareSaysWhatCannotBeCompared() throws IOException {
    String fast = synthetic("fast", 1, "1");
    String other = synthetic("other", 1, "2");
    String text = Files.writeString(folder.resolve("text.json"), "{ no json").toString();
    byte[] noText = {(byte) 0xff, (byte) 0xfe, 0};
    String binary = Files.write(folder.resolve("binary.json"), noText).toString();
    String nothing = Files.writeString(folder.resolve("nothing.json"), "").toString();
    String schema = Files.writeString(folder.resolve("schema.json"), "{}").toString();
    String empty =
        Files.writeString(
                folder.resolve("empty.json"),
                "{\"schema\": \"hasse-bench-1\", \"points\": [{\"name\": \"x\"}]}")
            .toString();
    for (List<String> bad :
        List.of(
            List.of(other, "nothing to compare"),
            List.of(text, "is no JSON"),
            List.of(binary, "is no JSON"),
            List.of(nothing, "is empty"),
            List.of(schema, "/schema"),
            List.of(empty, "/points/0/seconds"),
            List.of(folder.resolve("none.json").toString(), "none.json: no such file"))) {
      CommandRun run = CommandRun.of("bench", "compare", fast, bad.get(0)).expect(2);
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains(bad.get(1)) && run.err().contains(bad.get(0)), run.err());
    }
  }

  @Test
  void scalingRefusesWhatIsNoPlace() {
    for (String[] bad :
        List.of(
            new String[] {"--values", "0"},
            new String[] {"--values", "1.5"},
            new String[] {"--values", "one"},
            new String[] {"--axis", "unstable", "--values", "2"},
            new String[] {"--axis", "colour"},
            new String[] {"--axis", "batch,batch"},
            new String[] {"--axis", "threads", "--values", "0"},
            new String[] {"--unstable", "NaN"},
            new String[] {"--repeat", "2"},
            new String[] {"--format", "csv"})) {
      String[] line = new String[bad.length + 2];
      line[0] = "bench";
      line[1] = "scaling";
      System.arraycopy(bad, 0, line, 2, bad.length);
      CommandRun run = CommandRun.of(line).expect(2);
      assertEquals(1, run.err().lines().count(), run.err());
    }
  }

  private String synthetic(String name, double factor, String batch) throws IOException {
    Random random = new Random(4);
    List<Double> seconds =
        random.doubles(11).map(part -> factor * (1 + 0.05 * part)).boxed().toList();
    BenchPoint point =
        new BenchPoint("bounds", Map.of("batch", batch), 1, 0, 0, new Samples(seconds));
    StringWriter text = new StringWriter();
    BenchJson.write(
        new BenchRun("scaling", Map.of(), Map.of(), Optional.empty(), List.of(point)), text);
    return Files.writeString(folder.resolve(name + ".json"), text.toString()).toString();
  }

  /** What every result must say of where it comes from. */
  private static final class BenchRunChecks {
    private static void requireMachine(String file) throws IOException {
      JsonNode run =
          new com.fasterxml.jackson.databind.ObjectMapper()
              .readTree(Files.readString(Path.of(file)));
      for (String key :
          List.of(
              "processor",
              "cores",
              "memory",
              "system",
              "java",
              "javaFlags",
              "version",
              "commit",
              "date",
              "loadAverage",
              "backend")) {
        assertTrue(run.get("machine").has(key), key);
      }
      assertEquals(2, run.get("points").size());
      int samples = 0;
      for (JsonNode point : run.get("points")) {
        int own = point.get("seconds").size();
        assertTrue(own >= 4 && own <= 7, () -> own + " samples: four on a slow machine, else 7");
        samples += own;
      }
      assertEquals(samples, run.at("/ceilings/sgemmGflops").size());
      assertEquals(samples, run.at("/ceilings/copyGigabytesPerSecond").size());
    }
  }
}
