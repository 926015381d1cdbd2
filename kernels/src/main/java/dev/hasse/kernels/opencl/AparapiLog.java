package dev.hasse.kernels.opencl;

import com.aparapi.Config;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Aparapi's log, which would go to standard error. What matters in it is thrown here instead. */
final class AparapiLog {
  private AparapiLog() {}

  /** Turns it off for good: Aparapi keeps the logger, so the level stays. */
  static void silence() {
    Logger.getLogger(Config.getLoggerName()).setLevel(Level.OFF);
  }
}
