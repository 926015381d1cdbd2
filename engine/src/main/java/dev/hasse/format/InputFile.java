package dev.hasse.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file that a person named, seen to exist. Gzip is recognised by its first two bytes, whatever
 * the name, and unpacked on the way.
 */
public final class InputFile {
  private static final int BUFFER = 1 << 16;

  private final Path path;

  private InputFile(Path path) {
    this.path = path;
  }

  /**
   * @throws InputFileException when there is no such file, or it is a directory or not readable
   */
  public static InputFile of(Path path) throws InputFileException {
    InputFile file = new InputFile(path);
    if (!Files.exists(path)) {
      throw file.error("", "no such file");
    }
    if (Files.isDirectory(path)) {
      throw file.error("", "is a directory, expected a file");
    }
    if (!Files.isReadable(path)) {
      throw file.error("", "is not readable");
    }
    return file;
  }

  /** The last part of the path. */
  public String name() {
    Path last = path.getFileName();
    return last == null ? path.toString() : last.toString();
  }

  /**
   * The contents from the start, buffered and unpacked; the caller closes it. Reads may throw
   * {@link IOException}, to be translated by {@link #unreadable}.
   */
  public InputStream open() throws InputFileException {
    try {
      return unpacked(new BufferedInputStream(Files.newInputStream(path), BUFFER));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The exception for a problem at a place of this file; see {@link InputFileException}. */
  public InputFileException error(String place, String problem) {
    return new InputFileException(path, place, problem);
  }

  /** The exception for a failed read of this file. */
  public InputFileException unreadable(IOException cause) {
    String problem =
        cause instanceof ZipException || cause instanceof EOFException
            ? "damaged gzip data: " + cause.getMessage()
            : "cannot be read: " + cause.getMessage();
    return new InputFileException(path, "", problem, cause);
  }

  private static InputStream unpacked(InputStream raw) throws IOException {
    try {
      raw.mark(2);
      boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return gzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
