package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstancesTest {
  @TempDir private Path folder;
  private Inputs inputs;
  private Path results;

  @BeforeEach
  void makeFiles() throws IOException {
    inputs = new Inputs(folder);
    results = folder.resolve("out/results.csv");
    inputs.network();
    property("holds.vnnlib", "(assert (>= Y_0 1000.0))");
    property("fails.vnnlib", "(assert (<= Y_0 1000.0))");
  }

  @Test
  void eachGetsARowAndTheTotalsAddUp() throws IOException {
    pack("net.onnx");
    pack("fails.vnnlib");
    JsonNode json =
        verify(
                "net.onnx,holds.vnnlib,10\n\nnet.onnx.gz,./fails.vnnlib.gz,2.5\n",
                "--format",
                "json")
            .expect(0)
            .json();
    assertEquals("reference", json.get("backend").asText());
    assertEquals(2, json.get("items").size());
    assertEquals("unsat", json.get("items").get(0).get("verdict").asText());
    assertEquals("sat", json.get("items").get(1).get("verdict").asText());
    assertEquals("./fails.vnnlib.gz", json.get("items").get(1).get("property").asText());
    JsonNode summary = json.get("summary");
    assertEquals(1, summary.get("sat").asInt());
    assertEquals(1, summary.get("unsat").asInt());
    double sum =
        json.get("items").get(0).get("seconds").asDouble()
            + json.get("items").get(1).get("seconds").asDouble();
    assertEquals(sum, summary.get("seconds").asDouble(), 1e-9);
    assertEquals(sum / 2, summary.get("medianSeconds").asDouble(), 1e-9);
  }

  @Test
  void whatCannotBeReadIsARowWithAReason() throws IOException {
    String out = verify("none.onnx,holds.vnnlib,10\nnet.onnx,holds.vnnlib,10\n").expect(0).out();
    assertTrue(out.contains("none.onnx: no such file"), out);
    assertTrue(out.contains("2 instances: 1 error, 1 unsat;"), out);
  }

  @Test
  void aSecondRunGoesOnWhereTheFirstEnded() throws IOException {
    String list = "net.onnx,holds.vnnlib,10\nnet.onnx,fails.vnnlib,10\n";
    verify(list, "--out", folder.resolve("out").toString()).expect(0);
    List<String> whole = Files.readAllLines(results);
    assertEquals(3, whole.size());
    assertEquals(InstanceResult.HEADER, whole.get(0));

    // A verdict that no run of ours gives, to see that it is taken over.
    String known = "net.onnx,holds.vnnlib,timeout,3.000,7,8,crown,\n";
    Files.writeString(results, whole.get(0) + "\n" + known + "net.onnx,fails.vn");
    CommandRun second = verify(list, "--out", folder.resolve("out").toString()).expect(0);
    assertTrue(second.err().contains("results.csv, line 3: 'net.onnx,fails.vn'"), second.err());
    assertTrue(second.out().contains("2 instances: 1 sat, 1 timeout;"), second.out());
    List<String> lines = Files.readAllLines(results);
    assertEquals(known.strip(), lines.get(1));
    assertTrue(lines.get(2).startsWith("net.onnx,fails.vnnlib,sat,"), lines.get(2));
    assertEquals(3, lines.size());

    Files.writeString(results, whole.get(0) + "\nnonsense\n" + known);
    CommandRun third = verify(list, "--out", folder.resolve("out").toString()).expect(2);
    assertTrue(third.err().contains("results.csv, line 2: 'nonsense' is damaged"), third.err());
  }

  /** Wherever the file was cut off, what is whole stays and the rest runs again. */
  @Test
  void aCutOffFileLosesItsLastLineAlone() throws IOException {
    String list = "net.onnx,holds.vnnlib,10\n";
    String out = folder.resolve("out").toString();
    verify(list, "--out", out).expect(0);
    String whole = InstanceResult.HEADER + "\nnet.onnx,holds.vnnlib,timeout,3.000,7,8,crown,\n";
    for (int length = whole.length(); length >= 0; length -= 9) {
      Files.writeString(results, whole.substring(0, length));
      String said = verify(list, "--out", out).expect(0).out();
      boolean known = length == whole.length();
      assertTrue(said.contains(known ? "1 timeout" : "1 unsat"), length + ": " + said);
      assertEquals(2, Files.readAllLines(results).size());
    }
    Files.writeString(results, "other\n");
    assertTrue(verify(list, "--out", out).expect(2).err().contains("line 1: 'other', expected"));
  }

  @Test
  void contradictionsAreNamedAndFail() throws IOException {
    String list = "net.onnx,holds.vnnlib,10\nnet.onnx,fails.vnnlib,10\n";
    String header = "seconds,onnx,vnnlib,verdict\n";
    String agreeing = "1,sub/net.onnx.gz,holds.vnnlib,unsat\n2,net.onnx,fails.vnnlib,unknown\n";
    String expected = inputs.text("verdicts.csv", header + agreeing);
    assertFalse(verify(list, "--expected", expected).expect(0).out().contains("contradiction"));
    inputs.text("verdicts.csv", header + "1,x/net.onnx,y/holds.vnnlib,sat\n");
    String out = verify(list, "--expected", expected).expect(1).out();
    assertTrue(out.contains("contradiction: net.onnx holds.vnnlib is unsat, expected sat"), out);
    inputs.text("verdicts.csv", header + "1,x/net.onnx,y/holds.vnnlib,foo\n");
    String unknown = verify(list, "--expected", expected).expect(2).err();
    assertTrue(unknown.contains("verdicts.csv, line 2: there is no verdict 'foo'"), unknown);
    inputs.text("verdicts.csv", "onnx,vnnlib\n");
    String err = verify(list, "--expected", expected).expect(2).err();
    assertTrue(err.contains("verdicts.csv, line 1: 'onnx,vnnlib', expected columns"), err);
  }

  @Test
  void aBadListIsRefusedInOneSentence() throws IOException {
    refused("", "list.csv: is empty, expected lines of onnx,vnnlib,timeout");
    refused("a.onnx,b.vnnlib,10\na.onnx,10\n", "list.csv, line 2: 'a.onnx,10', expected onnx,");
    refused("a.onnx,b.vnnlib,soon\n", "list.csv, line 1: 'soon' is no length of time");
    String missing = folder.resolve("none.csv").toString();
    String err = CommandRun.of("verify", "--instances", missing).expect(2).err();
    assertTrue(err.contains("none.csv: no such file"), err);
    String list = inputs.text("list.csv", "net.onnx,holds.vnnlib,10\n");
    CommandRun.of("verify", "--instances", list, "--network", "x.onnx").expect(2);
    CommandRun.of("verify", "--instances", list, "--explain").expect(2);
    CommandRun.of("verify", "--network", "x.onnx").expect(2);
  }

  private void refused(String list, String sentence) throws IOException {
    String err = verify(list).expect(2).err();
    assertTrue(err.contains(sentence), err);
    assertEquals(1, err.lines().count(), err);
  }

  private CommandRun verify(String list, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("verify", "--instances", inputs.text("list.csv", list)));
    arguments.addAll(List.of("--backend", "reference"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments);
  }

  private void property(String name, String assertion) throws IOException {
    inputs.text(name, Inputs.property(assertion));
  }

  private void pack(String name) throws IOException {
    Path packed = folder.resolve(name + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(folder.resolve(name), out);
    }
  }
}
