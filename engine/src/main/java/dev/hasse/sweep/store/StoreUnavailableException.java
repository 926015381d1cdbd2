package dev.hasse.sweep.store;

/** The database cannot run on this machine at all; the message says what to do. */
public final class StoreUnavailableException extends StoreException {
  private static final long serialVersionUID = 1L;

  StoreUnavailableException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
