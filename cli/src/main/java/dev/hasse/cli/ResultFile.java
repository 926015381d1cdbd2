package dev.hasse.cli;

import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Where a command's result goes: standard output, or a file that appears whole at {@link #commit}
 * or not at all. Use in try-with-resources; closing without commit leaves nothing behind.
 */
final class ResultFile implements AutoCloseable {
  private final Path target;
  private final Path part;
  private final Writer writer;

  private ResultFile(Path target, Path part, Writer writer) {
    this.target = target;
    this.part = part;
    this.writer = writer;
  }

  /**
   * @param file the file a person named, or null for standard output
   */
  static ResultFile open(Path file, PrintWriter standardOutput) throws OutputFileException {
    if (file == null) {
      return new ResultFile(null, null, new Unclosed(standardOutput));
    }
    try {
      if (Files.isDirectory(file)) {
        throw new OutputFileException(file, "is a directory, expected a file");
      }
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        throw new OutputFileException(file, "there is no folder " + folder);
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // A device or a pipe, such as /dev/null: it cannot be replaced, only written to.
        return new ResultFile(file, null, Files.newBufferedWriter(file));
      }
      Path real = Files.exists(file) ? file.toRealPath() : file;
      Path part = real.resolveSibling("." + real.getFileName() + "." + UUID.randomUUID() + ".part");
      BufferedWriter writer =
          Files.newBufferedWriter(part, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      part.toFile().deleteOnExit(); // for the person who presses Ctrl-C
      return new ResultFile(real, part, writer);
    } catch (IOException e) {
      throw new OutputFileException(file, e);
    }
  }

  /** A piece of the result; who writes it knows no files. */
  interface Content {
    void writeTo(Writer writer) throws IOException;
  }

  /** Makes a writer of the result in some form. */
  interface Form<T> {
    T on(Writer writer) throws IOException;
  }

  /** Writes a piece of the result. */
  void write(Content content) throws OutputFileException {
    form(
        target -> {
          content.writeTo(target);
          return this;
        });
  }

  /** Makes a writer that later calls of {@link #write} use. */
  <T> T form(Form<T> form) throws OutputFileException {
    try {
      return form.on(writer);
    } catch (IOException e) {
      throw new OutputFileException(target, e);
    }
  }

  /** The result is complete: it appears under its name. */
  void commit() throws OutputFileException {
    try {
      writer.close();
      if (part != null) {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new OutputFileException(target, e);
    }
  }

  @Override
  public void close() throws OutputFileException {
    try {
      writer.close();
    } catch (IOException e) {
      // What cannot be flushed is thrown away with the rest below.
    }
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new OutputFileException(part, e);
    }
  }

  /** Standard output is flushed where a file would be closed. */
  private static final class Unclosed extends FilterWriter {
    Unclosed(Writer writer) {
      super(writer);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      out.write(text, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
