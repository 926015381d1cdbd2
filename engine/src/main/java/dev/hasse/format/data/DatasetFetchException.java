package dev.hasse.format.data;

/** A data set that could not be fetched. The message says what was tried and what to do instead. */
public final class DatasetFetchException extends Exception {
  private static final long serialVersionUID = 1L;

  public DatasetFetchException(String message) {
    super(message);
  }

  public DatasetFetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
