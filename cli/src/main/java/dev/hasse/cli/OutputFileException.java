package dev.hasse.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file that a person asked for and that cannot be written. */
final class OutputFileException extends Exception {
  private static final long serialVersionUID = 1L;

  OutputFileException(Path file, String problem) {
    super(file + ": cannot be written: " + problem);
  }

  OutputFileException(Path file, IOException cause) {
    this(file, reason(cause));
    initCause(cause);
  }

  /** The reason alone: a file system's exception begins with a path, perhaps a temporary one. */
  private static String reason(IOException cause) {
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    return cause instanceof FileSystemException
        ? "the file system takes no such file"
        : cause.getMessage();
  }
}
