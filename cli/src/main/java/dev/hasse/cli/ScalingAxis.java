package dev.hasse.cli;

import java.util.List;
import java.util.Locale;

/** What {@code hasse bench scaling} varies. */
enum ScalingAxis {
  BATCH("1,10,100,1000,10000,100000"),
  DEPTH("1,2,4,8"),
  WIDTH("32,64,128,256,512"),
  UNSTABLE("0,0.1,0.2,0.4,0.8"),
  THREADS("1,2");

  private static final int LARGEST = 1_000_000;

  private final String usual;

  ScalingAxis(String usual) {
    this.usual = usual;
  }

  /** Values where none are asked for. */
  List<String> usual() {
    return List.of(usual.split(",", -1));
  }

  boolean allows(double value) {
    if (this == UNSTABLE) {
      return value >= 0 && value <= 1;
    }
    return value >= 1 && value <= LARGEST && value == Math.rint(value);
  }

  String expected() {
    return this == UNSTABLE ? "shares from 0 to 1" : "integers from 1 to " + LARGEST;
  }

  /** A value as the parameter of a point. */
  String text(double value) {
    return this == UNSTABLE ? Double.toString(value) : Integer.toString((int) value);
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads an axis. */
  static final class Converter extends LowerCaseConverter<ScalingAxis> {
    Converter() {
      super("axis", ScalingAxis.values());
    }
  }
}
