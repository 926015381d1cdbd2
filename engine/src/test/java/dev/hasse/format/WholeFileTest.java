package dev.hasse.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  private static final byte[] TEXT = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  @Timeout(30)
  void pipesAreWrittenToAndNotReplaced() throws Exception {
    Path pipe = NamedPipe.make(folder.resolve("pipe"));
    CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> content(pipe));
    WholeFile.write(pipe, out -> out.write(TEXT));
    assertEquals("new", read.get(20, TimeUnit.SECONDS));
    assertFalse(Files.isRegularFile(pipe));
    assertEquals(List.of("pipe"), names());
  }

  /** As with {@code --out /dev/stdout >> file}. */
  @Test
  void filesBehindOpenStreamsAreAppendedTo() throws Exception {
    Path file = Files.writeString(folder.resolve("log"), "old ");
    try (OutputStream held = new FileOutputStream(file.toFile(), true)) {
      WholeFile.write(streamTo(file), out -> out.write(TEXT));
      held.write('!');
    }
    assertEquals("old new!", Files.readString(file));
    assertEquals(List.of("log"), names());
  }

  private static Path streamTo(Path file) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(stream -> leadsTo(stream, file)).findFirst().orElseThrow();
    }
  }

  private static boolean leadsTo(Path stream, Path file) {
    try {
      return Files.isSameFile(stream, file);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  @Test
  void foldersAreNotReplaced() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThrows(IOException.class, () -> WholeFile.write(empty, out -> out.write(TEXT)));
    assertEquals(List.of("empty"), names());
  }

  /** Closing does not try again what failed, and so says nothing that was said before. */
  @Test
  @Timeout(30)
  void aFailedWriteFailsOnce() throws Exception {
    Path pipe = NamedPipe.make(folder.resolve("pipe"));
    CompletableFuture<Void> reader = NamedPipe.openAndClose(pipe);
    try (WholeFile whole = WholeFile.create(pipe)) {
      reader.get(20, TimeUnit.SECONDS);
      whole.stream().write(TEXT);
      assertThrows(IOException.class, () -> whole.stream().flush());
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
