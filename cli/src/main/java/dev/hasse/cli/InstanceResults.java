package dev.hasse.cli;

import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import dev.hasse.format.LineReader;
import dev.hasse.format.WholeFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The results of a list of instances so far: a file that grows by a line an instance, so that a run
 * that is cut off can go on. A last line that was not written to its end is dropped.
 */
final class InstanceResults implements AutoCloseable {
  private final Path file;
  private final Writer writer;
  private final Map<String, InstanceResult> known;
  private final Optional<String> dropped;

  private InstanceResults(
      Path file, Writer writer, Map<String, InstanceResult> known, Optional<String> dropped) {
    this.file = file;
    this.writer = writer;
    this.known = known;
    this.dropped = dropped;
  }

  /**
   * Reads what there is and opens the file for more.
   *
   * @param folder made if it does not exist; null keeps results in memory alone
   */
  static InstanceResults open(Path folder) throws InputFileException, OutputFileException {
    if (folder == null) {
      return new InstanceResults(
          null, Writer.nullWriter(), new LinkedHashMap<>(), Optional.empty());
    }
    Path file = folder.resolve("results.csv");
    try {
      Files.createDirectories(folder);
      Map<String, InstanceResult> known = new LinkedHashMap<>();
      Optional<String> dropped = Optional.empty();
      if (Files.exists(file)) {
        boolean whole = endsWithNewline(file);
        dropped = read(file, whole, known);
        if (!whole) {
          rewrite(file, known);
        }
      } else {
        rewrite(file, known);
      }
      Writer writer =
          Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
      return new InstanceResults(file, writer, known, dropped);
    } catch (IOException e) {
      throw new OutputFileException(file, e);
    }
  }

  private static boolean endsWithNewline(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
  }

  /** What is said of the last line, if it is damaged. */
  private static Optional<String> read(Path file, boolean whole, Map<String, InstanceResult> known)
      throws InputFileException {
    try (LineReader lines = LineReader.open(InputFile.of(file))) {
      boolean more = lines.advance();
      if (!more || (!whole && InstanceResult.HEADER.startsWith(lines.line()))) {
        return Optional.empty(); // nothing but a part of the header
      }
      if (!lines.line().equals(InstanceResult.HEADER)) {
        throw lines.error("'" + lines.line() + "', expected " + InstanceResult.HEADER);
      }
      more = lines.advance();
      while (more) {
        String line = lines.line();
        InputFileException damaged = lines.error("'" + line + "' is damaged");
        more = lines.advance();
        if (!more && !whole) {
          return Optional.of(damaged.getMessage() + "; dropped, its instance runs again");
        }
        try {
          InstanceResult result = InstanceResult.parse(line);
          known.put(result.key(), result);
        } catch (IllegalArgumentException e) {
          throw new InputFileException(
              file, "", damaged.getMessage() + ", expected " + InstanceResult.HEADER, e);
        }
      }
      return Optional.empty();
    }
  }

  private static void rewrite(Path file, Map<String, InstanceResult> known) throws IOException {
    StringBuilder text = new StringBuilder(InstanceResult.HEADER).append('\n');
    known.values().forEach(result -> text.append(result.line()).append('\n'));
    WholeFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** The result of an instance, if there is one. */
  Optional<InstanceResult> of(Instance instance) {
    return Optional.ofNullable(known.get(instance.key()));
  }

  /** What was wrong with the file and could be mended. */
  Optional<String> dropped() {
    return dropped;
  }

  /** Writes a result to the file at once. */
  void add(InstanceResult result) throws OutputFileException {
    known.put(result.key(), result);
    try {
      writer.write(result.line() + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new OutputFileException(file, e);
    }
  }

  @Override
  public void close() throws OutputFileException {
    try {
      writer.close();
    } catch (IOException e) {
      throw new OutputFileException(file, e);
    }
  }
}
