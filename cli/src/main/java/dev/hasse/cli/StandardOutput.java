package dev.hasse.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that fails at once. A {@link java.io.PrintWriter} swallows {@link IOException}:
 * without this a command would go on computing for a reader that has left, or end with code 0
 * though the disk was full.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream stream;

  StandardOutput(OutputStream stream) {
    this.stream = stream;
  }

  /** A failed write; unchecked, so that it passes through the writers in between. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(IOException cause) {
      super("standard output cannot be written: " + cause.getMessage(), cause);
    }

    /** Whether the reader of a pipe has left, as {@code head} does: no error of anybody. */
    boolean isReaderGone() {
      return String.valueOf(getCause().getMessage()).contains("Broken pipe");
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      throw new Failure(e);
    }
  }

  @Override
  public void flush() {
    // The stream below has no buffer.
  }

  @Override
  public void close() {
    // Standard output stays open as long as the process lives.
  }
}
