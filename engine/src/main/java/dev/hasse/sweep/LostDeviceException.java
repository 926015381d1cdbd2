package dev.hasse.sweep;

/**
 * The device fails whatever it is asked. The sweep has ended, rows that it had are kept, and the
 * other questions have none: they are asked when it goes on.
 */
public final class LostDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason what the device said, one line
   */
  LostDeviceException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
