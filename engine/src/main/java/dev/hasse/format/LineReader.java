package dev.hasse.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a text file, one at a time, numbered from 1. Lines end with LF or CR LF; a byte
 * order mark is skipped; bytes that are not UTF-8 are an error that names its line. Holds one line
 * in memory.
 */
public final class LineReader implements AutoCloseable {
  /** No line of numbers that a network reads comes near this. */
  private static final int LONGEST = 1 << 26;

  private final InputFile file;
  private final InputStream in;
  private byte[] bytes = new byte[1 << 10];
  private long number;
  private String line = "";

  private LineReader(InputFile file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /** Opens the file at its first line, which {@link #advance} then reads. */
  public static LineReader open(InputFile file) throws InputFileException {
    return new LineReader(file, file.open());
  }

  /** Reads the next line; false at the end of the file. */
  public boolean advance() throws InputFileException {
    number++;
    int length = 0;
    try {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      for (; next >= 0 && next != '\n'; next = in.read()) {
        if (length == LONGEST) {
          throw error("longer than " + LONGEST + " bytes");
        }
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) next;
      }
    } catch (IOException e) {
      throw file.unreadable(e);
    }
    line = decoded(length > 0 && bytes[length - 1] == '\r' ? length - 1 : length);
    return true;
  }

  /** The line that {@link #advance} read, without its end. */
  public String line() {
    return line;
  }

  /** The exception for a problem with the current line. */
  public InputFileException error(String problem) {
    return file.error("line " + number, problem);
  }

  @Override
  public void close() throws InputFileException {
    try {
      in.close();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private String decoded(int length) throws InputFileException {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
      return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw error("holds bytes that are not UTF-8 text");
    }
  }
}
