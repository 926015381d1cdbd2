package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      String[] decided = point.at("/parameters/decided").asText().split(" of ", -1);
      int asked = Integer.parseInt(decided[1]);
      assertEquals(asked, point.get("count").asInt());
      assertTrue(left < 0 || asked == left, points.toString());
      left = asked - Integer.parseInt(decided[0]);
    }
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

  @Test
  void compareSaysWhatCannotBeCompared() throws IOException {
    String fast = synthetic("fast", 1, "1");
    String other = synthetic("other", 1, "2");
    String text = Files.writeString(folder.resolve("text.json"), "{ no json").toString();
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
            List.of(schema, "/schema"),
            List.of(empty, "/points/0/seconds"),
            List.of(folder.resolve("none.json").toString(), "cannot be read"))) {
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
      for (JsonNode point : run.get("points")) {
        assertEquals(7, point.get("seconds").size());
      }
      assertEquals(14, run.at("/ceilings/sgemmGflops").size());
      assertEquals(14, run.at("/ceilings/copyGigabytesPerSecond").size());
    }
  }
}
