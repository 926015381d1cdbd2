package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person can get wrong ends in one sentence and exit code 2, and leaves no file. */
class BadInputTest {
  @TempDir private Path folder;
  private Inputs inputs;

  /**
   * A command line; NET, C, B, IMAGES, LABELS and DIR stand for files made here.
   *
   * @param named what the sentence must contain
   */
  record Case(String arguments, String named) {
    @Override
    public String toString() {
      return arguments;
    }
  }

  static Stream<Case> bounds() {
    return Stream.of(
        new Case("--network DIR/none.onnx --boxes B", "none.onnx: no such file"),
        new Case("--network DIR --boxes B", "is a directory"),
        new Case(
            "--network DIR/truncated.onnx --boxes B",
            "truncated.onnx: is no ONNX model, or one that is cut short or damaged"),
        new Case("--network B --boxes B", ".onnx or .nnet"),
        new Case("--boxes B", "'--network=N'"),
        new Case("--network NET", "no boxes; expected one of"),
        new Case("--network NET --boxes B --center C --radius 1", "several places"),
        new Case("--network NET --boxes B --property C", "several places"),
        new Case(
            "--network NET --boxes B --radius 1", "--radius goes with --center and --data only"),
        new Case("--network NET --data IMAGES", "--data needs --radius"),
        new Case("--network NET --data IMAGES --boxes B --radius 1", "several places"),
        new Case("--network NET --boxes B --labels LABELS", "go with --data only"),
        new Case("--network NET --data IMAGES --radius 1 --count 4", "fewer than the 4"),
        new Case("--network NET --data IMAGES --radius 1 --labels DIR/labels9", "label 1: 9"),
        new Case("--network NET --data IMAGES --radius 1 --scale 1", "outside the domain"),
        new Case("--network NET --boxes B --clip 0,1", "--clip goes with --center and --data only"),
        new Case("--network NET --center C", "--center needs --radius"),
        new Case("--network NET --center C --radius NaN", "'NaN' is no radius"),
        new Case("--network NET --center C --radius -0.5", "'-0.5' is no radius"),
        new Case("--network NET --center C --radius inf", "'inf' is not a number"),
        new Case("--network NET --center C --radius Infinity", "'Infinity' is no radius"),
        new Case("--network NET --center C --radius x", "'x' is not a number"),
        new Case("--network NET --center C --radius 1 --clip 1,0", "LO,HI"),
        new Case("--network NET --center C --radius 1 --clip 1", "LO,HI"),
        new Case("--network NET --center C --radius 1 --clip NaN,1", "LO,HI"),
        new Case("--network NET --center C --radius 1 --clip 7,9", "lies outside"),
        new Case("--network NET --boxes DIR/none.csv", "no such file"),
        new Case("--network NET --boxes DIR/empty.csv", "is empty"),
        new Case("--network NET --boxes DIR/short.csv", "line 1: 3 values, expected 8"),
        new Case("--network NET --boxes DIR/late.csv", "line 3"),
        new Case("--network NET --boxes DIR/crossed.csv", "line 1: coordinate 0"),
        new Case("--network NET --boxes DIR/word.csv", "line 1: value 2"),
        new Case("--network NET --property DIR/none.vnnlib", "no such file"),
        new Case("--network NET --property DIR/bad.vnnlib", "bad.vnnlib"),
        new Case("--network NET --boxes B --backend abacus", "there is no backend 'abacus'"),
        new Case("--network NET --boxes B --format xml", "there is no format 'xml'"),
        new Case("--network NET --boxes B --out DIR", "is a directory"),
        new Case("--network NET --boxes B --out DIR/none/x", "there is no folder"),
        new Case("--network NET --boxes B --frob", "unknown option '--frob'; see"));
  }

  static Stream<Case> others() {
    return Stream.of(
        new Case("bounds --network NET --boxes B --method beta-crown", "'beta-crown'"),
        new Case("bounds --network NET --boxes B --method alpha", "'alpha'"),
        new Case(
            "bounds --network NET --boxes B --method milp --timeout 0", "'0' is no length of time"),
        new Case("bounds --network NET --boxes B --method lp --threads 0", "'0' is no count"),
        new Case("", "missing command"),
        new Case("bouns", "there is no command 'bouns'; did you mean bounds?"),
        new Case("foo", "there is no command 'foo'; expected one of demo, bounds, certify,"),
        new Case("cost foo", "there is no command 'foo'; expected one of "),
        new Case("demo extra", "unexpected argument 'extra'; see 'hasse demo --help'"),
        new Case(
            "bounds --network NET --boxes B --metod ibp",
            "unknown option '--metod'; did you mean --method?"),
        new Case("bench", "missing command"),
        new Case("data", "missing command"),
        new Case("data fetch", "NAME"),
        new Case("data fetch cifar --out DIR/d", "there is no data set 'cifar'"),
        new Case("demo --count 0", "'0' is no count"),
        new Case("demo --count 1001", "1000 images"),
        new Case("demo --backend abacus", "'abacus'"),
        new Case("certify --network NET --data IMAGES --radius 0.1", "--labels"),
        new Case("certify --network NET --data LABELS --labels LABELS --radius 0.1", "IDX"),
        new Case(CERTIFY + "--labels DIR/none", "no such file"),
        new Case(CERTIFY + "--labels DIR/labels2", "2 labels, expected one for each of the 3"),
        new Case(CERTIFY + "--labels DIR/labels9", "label 1: 9, expected less than"),
        new Case(CERTIFY + "--labels LABELS --count 4", "fewer than the 4 asked for"),
        new Case(CERTIFY + "--labels LABELS --scale 0", "'0' is no scale"),
        new Case(CERTIFY + "--labels LABELS --scale 1", "images3, image 0: the input value "),
        new Case(CERTIFY + "--labels LABELS --cascade ibp,exact", "'exact'"),
        new Case(CERTIFY + "--labels LABELS --timeout -3", "'-3' is no length of time"),
        new Case(THROUGHPUT.replace("ibp", "milp") + "--batch 2 --boxes B", "'milp'"),
        new Case(CERTIFY + "--labels LABELS --cascade ibp,ibp", "twice"),
        new Case(CERTIFY + "--labels LABELS --radius -1", "'-1'"),
        new Case(GAP + "--element middle", "there is no element 'middle'; expected top, bottom"),
        new Case(GAP + "--element top:1", "there is no element 'top:1'"),
        new Case(GAP + "--element layer", "'' is no count"),
        new Case(GAP + "--element layer:0", "'0' is no count"),
        new Case(GAP + "--element layer:2", "names layer 2; expected 1 to 1"),
        new Case(GAP + "--element neurons:1", "has the neuron '1'; expected LAYER.NEURON"),
        new Case(GAP + "--element neurons:0.1", "has the neuron '0.1'"),
        new Case(GAP + "--element neurons:1.0,1.8", "names neuron 8 of layer 1; expected 0 to 7"),
        new Case(GAP + "--element score:x", "'x' is no count"),
        new Case(GAP + "--element budget:10m", "'10m' is no length of time"),
        new Case(GAP + "--element budget:0s", "'0s' is no length of time"),
        new Case(GAP + "--timeout NaN", "'NaN' is no length of time"),
        new Case(GAP + "--timeout -1", "'-1' is no length of time"),
        new Case(GAP + "--threads 0", "'0' is no count"),
        new Case(GAP + "--walk --format csv", "--walk needs --format table or json"),
        new Case(GAP + "--solver-log DIR", "is a directory"),
        new Case(GAP + "--solver-log DIR/none/log", "cannot be written"),
        new Case("gap --network NET --boxes DIR/infinite.csv", "expected finite boxes"),
        new Case(GAP + "--report DIR", "is a directory"),
        new Case("gap --network NET", "no boxes; expected one of"),
        new Case(THROUGHPUT + "--batch 2", "one of --boxes and --property"),
        new Case(THROUGHPUT + "--batch 0 --boxes B", "'0' is no count"),
        new Case(THROUGHPUT + "--batch 2 --boxes B --shrink 0.5", "--shrink goes with"),
        new Case(THROUGHPUT + "--batch 2 --property B --shrink 2", "--shrink is 2.0"),
        new Case(THROUGHPUT + "--batch 2 --boxes B --repeat 3", "at least 7"),
        new Case(TRAIN + "--layers 4", "is one size"),
        new Case(TRAIN + "--layers 4,0,3", "'0' is no count"),
        new Case(TRAIN + "--layers 5,3", "expected 5 values"),
        new Case(TRAIN + "--layers 4,2", "expected less than the network's 2 outputs"),
        new Case(TRAIN + "--layers 4,3 --epochs 0", "epochs is 0"),
        new Case(TRAIN + "--layers 4,3 --epochs x", "'--epochs': 'x' is not an integer"),
        new Case(TRAIN + "--layers 4,3 --seed 1.5", "'--seed': '1.5' is not an integer"),
        new Case(
            TRAIN + "--layers 4,3 --epochs 3000000000", "integer from -2147483648 to 2147483647"),
        new Case(TRAIN + "--layers 4,3 --rate x", "'--rate': 'x' is not a number"),
        new Case(SWEEP + "--bisect 0.01,0.1", "expected MAX,TOL with TOL at most MAX"),
        new Case(TRAIN + "--layers 4,3 --rate -1", "rate is -1.0"),
        new Case(TRAIN + "--layers 4,3 --test-images IMAGES", "go together"),
        new Case(TRAIN + "--layers 4,3 --method certified", "there is no method 'certified'"),
        new Case(TRAIN, "--architecture"),
        new Case(TRAIN + "--layers 4,3 --method ibp", "--method ibp needs a --radius above 0"),
        new Case(TRAIN + "--layers 4,3 --method ibp --radius -1", "'-1' is no radius"),
        new Case(TRAIN + "--layers 4,3 --method ibp --radius 1 --kappa 2", "kappa at the end is 2"),
        new Case(TRAIN + "--layers 4,3 --method ibp --radius 1 --balance -1", "balance is -1.0"),
        new Case(TRAIN + "--layers 4,3 --ramp-shape round", "there is no shape 'round'"),
        new Case(TRAIN + "--layers 4,3 --initialization zero", "there is no initialization 'zero'"),
        new Case(TRAIN + "--layers 4,3 --rate-drops 0", "rate drop is 0, expected 1 or more"),
        new Case(TRAIN + "--layers 4,3 --shift 1", "found a flat one of 4 values"),
        new Case(TRAIN + "--architecture 1x2x2,conv2k3,3", "a kernel of 3 over 2 pixels"),
        new Case(TRAIN + "--architecture 1x2x2,conv2k1", "ends with a convolution"),
        new Case(TRAIN + "--layers 4,3 --validate-labels LABELS", "go together"),
        new Case(TRAIN + "--layers 4,3 --hold-out 3", "less than the 3 images"),
        new Case(TRAIN + "--layers 4,3 --resume", "--resume needs --checkpoint"),
        new Case(
            "train --images IMAGES --out DIR/n.onnx --layers 4,3 --labels DIR/labels2",
            "2 labels, expected one for each"),
        new Case(TRAIN + "--layers 4,3 --report DIR", "is a directory"),
        new Case(TRAIN + "--layers 4,3 --config DIR/none.yaml", "none.yaml: no such file"),
        new Case(TRAIN + "--config DIR/unknown.yaml", "unknown.yaml, line 2: unknown key 'rat'"),
        new Case(
            TRAIN + "--config DIR/type.yaml",
            "type.yaml, line 3: epochs: 'many' is not an integer"),
        new Case(
            TRAIN + "--config DIR/method.yaml", "method.yaml, line 1: method: there is no method"),
        new Case(TRAIN + "--config DIR/list.yaml", "list.yaml, line 1: the file: expected keys"),
        new Case(TRAIN + "--config DIR/empty.csv", "is empty, expected flags with values"));
  }

  private static final String CERTIFY = "certify --network NET --data IMAGES --radius 0.1 ";
  private static final String SWEEP =
      "sweep --network NET --data IMAGES --labels LABELS --out DIR/sweep ";
  private static final String GAP = "gap --network NET --boxes B ";
  private static final String THROUGHPUT = "bench throughput --network NET --method ibp ";
  private static final String TRAIN =
      "train --images IMAGES --out DIR/trained.onnx --labels LABELS ";

  @BeforeEach
  void makeFiles() throws IOException {
    inputs = new Inputs(folder);
    byte[] network = Files.readAllBytes(Path.of(inputs.network()));
    Files.write(folder.resolve("truncated.onnx"), Arrays.copyOf(network, network.length / 2));
    inputs.curvedNetwork("curved.onnx");
    inputs.text("centers.csv", "0.5,0.5,0.5,0.5\n");
    inputs.text("boxes.csv", "0,0,0,0,1,1,1,1\n");
    inputs.text("empty.csv", "");
    inputs.text("short.csv", "1,2,3\n");
    inputs.text("late.csv", "0,0,0,0,1,1,1,1\n0,0,0,0,1,1,1,1\n0\n");
    inputs.text("crossed.csv", "2,0,0,0,1,1,1,1\n");
    inputs.text("infinite.csv", "-inf,0,0,0,1,1,1,1\n");
    inputs.text("word.csv", "0,zero,0,0,1,1,1,1\n");
    inputs.text("unknown.yaml", "epochs: 2\nrat: 0.1\n");
    inputs.text("type.yaml", "# a comment\nrate: 0.1\nepochs: many\n");
    inputs.text("method.yaml", "method: certified\n");
    inputs.text("list.yaml", "- epochs\n");
    inputs.text("bad.vnnlib", "(declare-const X_0 Real");
    inputs.images(3);
    Files.move(Path.of(inputs.labels(0, 9, 0)), folder.resolve("labels9"));
    Files.move(Path.of(inputs.labels(0, 1)), folder.resolve("labels2"));
    inputs.labels(0, 1, 2);
  }

  @ParameterizedTest
  @MethodSource
  void bounds(Case wrong) throws IOException {
    boolean writesElsewhere = wrong.arguments().contains("--out");
    refused(
        "bounds --method crown "
            + (writesElsewhere ? "" : "--format json --out DIR/result.json ")
            + wrong.arguments(),
        wrong.named());
  }

  @ParameterizedTest
  @MethodSource
  void others(Case wrong) throws IOException {
    refused(wrong.arguments(), wrong.named());
  }

  @Test
  void theLatticeHasNoSigmoid() throws IOException {
    String curved = " --network DIR/curved.onnx ";
    String sentence = "no Sigmoid (node 'bend')";
    refused("gap --boxes B" + curved, sentence);
    refused("gap --sdp --boxes B" + curved, sentence);
    refused("bounds --method lp --boxes B" + curved, sentence);
    refused("bounds --method milp --boxes B" + curved, sentence);
    refused("cost radius --data IMAGES --labels LABELS --samples 10" + curved, sentence);
    refused("cost misclassification --data IMAGES --labels LABELS --samples 10" + curved, sentence);
  }

  @Test
  void anUnwritableFolderIsNamed() throws IOException {
    refused(
        "bounds --network NET --boxes B --method ibp --out /proc/result",
        "/proc/result: cannot be written: it cannot be made there");
    refused("data fetch mnist --out /proc/q", "/proc/q cannot be used: it cannot be made there");
  }

  private void refused(String arguments, String named) throws IOException {
    List<String> before = names();
    CommandRun run = CommandRun.of(filled(arguments)).expect(2);
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("hasse: "), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(named), run.err());
    assertFalse(run.err().contains("Exception"), run.err());
    assertEquals(before, names());
  }

  private List<String> filled(String arguments) {
    List<String> filled = new ArrayList<>();
    for (String argument : arguments.strip().split(" +", -1)) {
      if (!argument.isEmpty()) {
        filled.add(
            switch (argument) {
              case "NET" -> inputs.file("net.onnx").toString();
              case "C" -> inputs.file("centers.csv").toString();
              case "B" -> inputs.file("boxes.csv").toString();
              case "IMAGES" -> inputs.file("images3").toString();
              case "LABELS" -> inputs.file("labels").toString();
              default -> argument.replace("DIR", folder.toString());
            });
      }
    }
    return filled;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
