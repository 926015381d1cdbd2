package dev.hasse.cli;

import dev.hasse.format.WholeFile;
import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command's result goes: standard output, or a file that appears whole at {@link #commit}
 * or not at all, or a device or a pipe. Use in try-with-resources; closing without commit leaves no
 * file behind, and throws if standard output has got a part of the result, which {@link
 * ErrorReport} then says.
 */
final class ResultFile implements AutoCloseable {
  /** The file that the person named, and what appears in its place; null where there is none. */
  private final Path file;

  private final WholeFile whole;
  private final Writer writer;
  private boolean committed;

  private ResultFile(Path file, WholeFile whole, Writer writer) {
    this.file = file;
    this.whole = whole;
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
      WholeFile whole = WholeFile.create(file);
      return new ResultFile(
          file,
          whole,
          new BufferedWriter(new OutputStreamWriter(whole.stream(), StandardCharsets.UTF_8)));
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
      throw new OutputFileException(file, e);
    }
  }

  /** The result is complete: it appears under its name. */
  void commit() throws OutputFileException {
    try {
      writer.close();
      if (whole != null) {
        whole.commit();
      }
      committed = true;
    } catch (IOException e) {
      throw new OutputFileException(file, e);
    }
  }

  @Override
  public void close() throws OutputFileException {
    // What is not committed is thrown away, so it need not be flushed.
    try {
      if (whole == null) {
        writer.close();
      } else {
        whole.close();
      }
      if (!committed && writer instanceof Unclosed standardOutput && standardOutput.begun) {
        throw OutputFileException.partOnStandardOutput();
      }
    } catch (IOException e) {
      throw new OutputFileException(file, e);
    }
  }

  /** Standard output is flushed where a file would be closed. */
  private static final class Unclosed extends FilterWriter {
    private boolean begun;

    Unclosed(Writer writer) {
      super(writer);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      begun |= length > 0;
      out.write(text, offset, length);
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      begun |= length > 0;
      out.write(text, offset, length);
    }

    @Override
    public void write(int character) throws IOException {
      begun = true;
      out.write(character);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
