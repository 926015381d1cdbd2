package dev.hasse.format;

import java.nio.file.Path;

/**
 * A file from a person that cannot be used. The message is one sentence: file, place, what was
 * found and what was expected; the command line prints it and exits with code 2.
 */
public final class InputFileException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param file the file, as the person named it
   * @param place line, node or byte, such as "line 12" or "node 'Conv_0'"; empty for the whole file
   * @param problem what was found and what was expected
   */
  public InputFileException(Path file, String place, String problem) {
    super(place.isEmpty() ? file + ": " + problem : file + ", " + place + ": " + problem);
  }

  public InputFileException(Path file, String place, String problem, Throwable cause) {
    this(file, place, problem);
    initCause(cause);
  }
}
