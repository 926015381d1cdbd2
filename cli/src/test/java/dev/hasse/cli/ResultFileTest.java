package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.format.NamedPipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  @TempDir private Path folder;
  private final StringWriter standardOutput = new StringWriter();

  @Test
  void committedFilesAppearWhole() throws Exception {
    Path file = Files.writeString(folder.resolve("result"), "old");
    try (ResultFile result = open(file)) {
      result.write(target -> target.write("new ä"));
      assertEquals("old", Files.readString(file));
      result.commit();
    }
    assertEquals("new ä", Files.readString(file));
    assertEquals(List.of("result"), names());
  }

  @Test
  void uncommittedFilesAreAsBefore() throws Exception {
    Path file = Files.writeString(folder.resolve("result"), "old");
    try (ResultFile result = open(file)) {
      result.write(target -> target.write("new".repeat(100_000)));
    }
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("result"), names());
  }

  @Test
  void theTargetOfALinkIsReplacedAndNotTheLink() throws Exception {
    Path file = Files.writeString(folder.resolve("result"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file.getFileName());
    try (ResultFile result = open(link)) {
      result.write(target -> target.write("new"));
      result.commit();
    }
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("link", "result"), names());
  }

  @Test
  void standardOutputIsSaidToHoldAPart() throws Exception {
    ResultFile begun = open(null);
    begun.write(target -> target.write("half"));
    OutputFileException e = assertThrows(OutputFileException.class, begun::close);
    assertEquals("standard output holds only a part of the result", e.getMessage());
    assertEquals("half", standardOutput.toString());
  }

  @Test
  void standardOutputWithAllOrNothingIsFine() throws Exception {
    open(null).close();
    try (ResultFile result = open(null)) {
      result.write(target -> target.write("whole"));
      result.commit();
    }
    assertEquals("whole", standardOutput.toString());
  }

  @Test
  @Timeout(30)
  void aFailedWriteIsSaidOnce() throws Exception {
    Path pipe = NamedPipe.make(folder.resolve("pipe"));
    CompletableFuture<Void> reader = NamedPipe.openAndClose(pipe);
    ResultFile result = open(pipe);
    reader.get(20, TimeUnit.SECONDS);
    OutputFileException e =
        assertThrows(
            OutputFileException.class,
            () -> {
              try (result) {
                result.write(target -> target.write("x".repeat(100_000)));
              }
            });
    assertTrue(e.getMessage().startsWith(pipe + ": cannot be written: "), e.getMessage());
    assertEquals(0, e.getSuppressed().length);
  }

  private ResultFile open(Path file) throws OutputFileException {
    return ResultFile.open(file, new PrintWriter(standardOutput));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
