package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The PTX that is shipped is what the sources say, built with the flags that soundness needs. */
class PtxFreshnessTest {
  /** What fast math, flushing of subnormals and approximate operations look like in PTX. */
  private static final List<String> FORBIDDEN = List.of(".ftz", ".approx", ".full", ".local ");

  private static final Pattern FLAGS = Pattern.compile("(?m)^FLAGS=\\((.*)\\)$");
  private static final Pattern STATED_FLAGS = Pattern.compile("\"flags\": \"([^\"]*)\"");

  /** A multiplication or addition without a rounding mode may be contracted to another result. */
  private static final Pattern UNROUNDED =
      Pattern.compile("(?m)^\\s*(?:@!?%p\\d+\\s+)?(?:add|sub|mul|mad|fma|div)\\.f(?:32|64)\\s.*$");

  @TestFactory
  Stream<DynamicTest> everyFileIsMadeFromItsSource() throws IOException {
    return PtxFile.all()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.name(),
                    () ->
                        assertEquals(
                            file.sourceHash(),
                            file.statedHash(),
                            file.name()
                                + ".ptx is older than its source: run kernels/src/main/cuda/build"
                                + " (it needs nvcc) and check the result in")));
  }

  @Test
  void everySourceHasItsFile() throws IOException {
    assertEquals(PtxFile.sources(), PtxFile.all().map(PtxFile::name).toList());
  }

  @TestFactory
  Stream<DynamicTest> nothingIsApproximateOrNew() throws IOException {
    return PtxFile.all()
        .map(file -> DynamicTest.dynamicTest(file.name(), () -> checkInstructions(file.text())));
  }

  private static void checkInstructions(String text) {
    for (String word : FORBIDDEN) {
      assertFalse(text.contains(word), "contains " + word);
    }
    Matcher unrounded = UNROUNDED.matcher(text);
    assertFalse(unrounded.find(), () -> "no rounding mode:" + unrounded.group());
    assertTrue(text.contains("\n.version 6.3\n"), "version that drivers of 2018 load");
    assertTrue(text.contains("\n.target sm_75\n"), "target");
  }

  @Test
  void theManifestStatesTheFlagsOfTheBuild() {
    Matcher build = FLAGS.matcher(PtxFile.buildScript());
    Matcher manifest = STATED_FLAGS.matcher(PtxFile.manifest());
    assertTrue(build.find() && manifest.find(), "flags are stated");
    assertEquals(build.group(1), manifest.group(1));
    List<String> flags = List.of(manifest.group(1).split(" "));
    assertTrue(flags.containsAll(List.of("-fmad=false", "-ftz=false", "-prec-div=true")));
    for (String flag : flags) {
      assertFalse(flag.contains("fast") || flag.equals("-ftz=true"), flag);
    }
  }

  @TestFactory
  Stream<DynamicTest> noFolderOfAMachineIsMentioned() throws IOException {
    return PtxFile.all()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.name(),
                    () ->
                        assertFalse(
                            Pattern.compile("(?m)^\\s*\\.file\\s|[\\s\"]/\\w+/")
                                .matcher(file.text())
                                .find())));
  }
}
