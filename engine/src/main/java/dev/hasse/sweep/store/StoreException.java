package dev.hasse.sweep.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A folder of results that cannot be used as asked. The message is one sentence: path, what was
 * found, what to do.
 */
public class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param path the folder or file, as the person named it
   * @param problem what was found and what to do
   */
  public StoreException(Path path, String problem) {
    super(path + ": " + problem);
  }

  public StoreException(Path path, String problem, Throwable cause) {
    super(path + ": " + problem, cause);
  }

  StoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
