package dev.hasse.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a text file, one at a time, numbered from 1. Lines end with LF or CR LF; a byte
 * order mark is skipped; bytes that are not UTF-8 are an error that names its line. Holds one line
 * in memory, as bytes: {@link #line} makes a text of it for those who do not count nanoseconds.
 */
public final class LineReader implements AutoCloseable {
  /** No line of numbers that a network reads comes near this. */
  private static final int LONGEST = 1 << 26;

  private final InputFile file;
  private final InputStream in;
  private byte[] bytes = new byte[1 << 16];
  private int start;
  private int end;

  /** Where the next line begins, and where the bytes read so far end. */
  private int next;

  private int limit;
  private long number;

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
    start = next;
    int signs = 0;
    int at = start;
    while (true) {
      if (at == limit) {
        at -= start; // as all places in the buffer will be
        if (!fill()) {
          break;
        }
      }
      byte found = bytes[at];
      if (found == '\n') {
        break;
      }
      signs |= found;
      at++;
    }
    end = at > start && bytes[at - 1] == '\r' ? at - 1 : at;
    next = Math.min(at + 1, limit);
    if (start == limit) {
      return false;
    }
    if (signs < 0) {
      requireText();
    }
    return true;
  }

  /** The line that {@link #advance} read, without its end. */
  public String line() {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /**
   * The bytes of the line, from {@link #start} to before {@link #end}; not to be changed, and valid
   * until the next {@link #advance}.
   */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the line starts in {@link #bytes}. */
  public int start() {
    return start;
  }

  /** Where the line ends in {@link #bytes}. */
  public int end() {
    return end;
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

  /** Moves the unfinished line to the front of the buffer and reads more behind it. */
  private boolean fill() throws InputFileException {
    int length = limit - start;
    if (length > LONGEST) {
      throw error("longer than " + LONGEST + " bytes");
    }
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    } else {
      System.arraycopy(bytes, start, bytes, 0, length);
    }
    start = 0;
    limit = length;
    try {
      int count = in.read(bytes, length, bytes.length - length);
      limit += Math.max(0, count);
      return count > 0;
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private void requireText() throws InputFileException {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
      if (number == 1 && text.charAt(0) == '\uFEFF') {
        start += 3;
      }
    } catch (CharacterCodingException e) {
      throw error("holds bytes that are not UTF-8 text");
    }
  }
}
