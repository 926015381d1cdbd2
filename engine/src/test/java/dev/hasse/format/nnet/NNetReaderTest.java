package dev.hasse.format.nnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.format.InputFileException;
import dev.hasse.format.Malformed;
import dev.hasse.format.NetworkReader;
import dev.hasse.network.Affine;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NNetReaderTest {
  /** Two inputs, one hidden layer of three, one output. */
  private static final String SMALL =
      """
      // A network for tests
      // with two lines of comment
      2,2,1,3,
      2,3,1,
      0,
      -10,-10,
      10,10,
      1,2,5,
      2,4,8,
      1,0,
      0,1,
      -1,-1,
      0.5,
      0,
      0.25,
      2,-1,4,
      -3,
      """;

  @TempDir Path folder;

  private Path write(String text) throws Exception {
    return Files.writeString(folder.resolve("small.nnet"), text);
  }

  private void assertRefused(String from, String to, String... parts) throws Exception {
    assertTrue(SMALL.contains(from));
    Path file = write(SMALL.replace(from, to));
    String message =
        assertThrows(InputFileException.class, () -> NNetReader.read(file)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void mapsRawInputsToRawOutputs() throws Exception {
    Network network = NNetReader.read(write(SMALL));
    // (3, -6) becomes (1, -2); hidden 1.5, -2, 1.25 becomes 1.5, 0, 1.25; output 8 - 3 = 5
    assertArrayEquals(new double[] {5 * 8 + 5}, ForwardEvaluation.of(network, 3, -6));
    assertEquals("small.nnet", network.name());
  }

  @Test
  void dividingByTheRangeCarriesAnError() throws Exception {
    Network network = NNetReader.read(write(SMALL));
    assertEquals(0x1p-53, ((Affine) network.node(2).op()).relativeError());
    assertEquals(0, ((Affine) network.node(1).op()).relativeError());
    assertEquals(0, ((Affine) network.output().op()).relativeError());
  }

  @Test
  void readsWithoutTrailingCommasAndPacked() throws Exception {
    Path file = folder.resolve("packed.nnet.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(SMALL.replace(",\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    assertArrayEquals(new double[] {45}, ForwardEvaluation.of(NetworkReader.read(file), 3, -6));
  }

  @Test
  void refusesWhatDoesNotFit() throws Exception {
    assertRefused("2,2,1,3,", "2,2,x,3,", "line 3", "'x' is not a number");
    assertRefused("2,2,1,3,", "0,2,1,3,", "line 3", "layers");
    assertRefused("2,2,1,3,", "1e9,2,1,3,", "line 3", "layers");
    assertRefused("2,3,1,\n", "2,3,2,\n", "line 4", "from 2 to 2", "1 outputs");
    assertRefused("2,3,1,\n", "2,16000000,1,\n", "line 13", "1 values, expected 2");
    assertRefused("2,4,8,", "2,0,8,", "line 9", "range of 0.0");
    assertRefused("-1,-1,", "-1,nan,", "line 12", "'nan' is not a number");
    assertRefused("-1,-1,", "-1,inf,", "line 12", "'inf' is not a finite number");
    assertRefused("-1,-1,", "-1,-1,-1,", "line 12", "3 values, expected 2");
    assertRefused("-3,\n", "", "the file ends where a bias of layer 2 should be");
    assertRefused("-3,\n", "-3,\n1,\n", "line 18", "expected the end of the file");
  }

  @Test
  void damagedFilesNeverEndInAnotherException() throws Exception {
    Path file = write(SMALL);
    assertTrue(new Malformed(file, NNetReader::read).truncateEverywhere(1) > 100);
    assertTrue(new Malformed(file, NNetReader::read).flip(11, 1_000) > 300);
  }
}
