package dev.hasse.cli;

import dev.hasse.format.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/** A file that a person asked for and that cannot be written. */
final class OutputFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private OutputFileException(String sentence) {
    super(sentence);
  }

  OutputFileException(Path file, String problem) {
    super(file + ": cannot be written: " + problem);
  }

  OutputFileException(Path file, IOException cause) {
    this(file, WholeFile.reason(cause));
    initCause(cause);
  }

  /** A file that holds something else, which the result would replace. */
  static OutputFileException taken(Path file, String what) {
    return new OutputFileException(file + ": " + what + "; name another file");
  }

  /** A result that goes to standard output cannot be taken back when a command fails midway. */
  static OutputFileException partOnStandardOutput() {
    return new OutputFileException("standard output holds only a part of the result");
  }
}
