package dev.hasse.kernels.emulator;

/** A code that the emulated driver returned, with its text. */
final class EmulatedFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  EmulatedFault(int code, String text) {
    super(text);
    this.code = code;
  }

  int code() {
    return code;
  }
}
