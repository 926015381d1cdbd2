package dev.hasse.format;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkReaderTest {
  @TempDir Path folder;

  private static void assertRefused(Path file, String part) {
    String message =
        assertThrows(InputFileException.class, () -> NetworkReader.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()) && message.contains(part), message);
  }

  @Test
  void choosesTheReaderByTheExtension() throws Exception {
    assertRefused(Files.createFile(folder.resolve("a.ONNX")), "is empty");
    assertRefused(Files.createFile(folder.resolve("a.onnx.gz")), "is empty");
    assertRefused(Files.createFile(folder.resolve("a.nnet")), "the file ends where");
    assertRefused(Files.createFile(folder.resolve("a.pt")), "ending in .onnx or .nnet");
  }

  @Test
  void namesFilesThatAreNotThere() {
    assertRefused(folder.resolve("absent.onnx"), "no such file");
    assertRefused(folder, "is a directory");
  }
}
