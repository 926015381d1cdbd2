package dev.hasse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code hasse bench scaling} varies. */
enum ScalingAxis {
  BATCH("1,10,100,1000,10000,100000"),
  DEPTH("1,2,4,8"),
  WIDTH("32,64,128,256,512"),
  UNSTABLE("0,0.1,0.2,0.4,0.8"),
  THREADS("");

  private static final int LARGEST = 1_000_000;
  private static final int MOST_THREADS = 4096;

  private final String usual;

  ScalingAxis(String usual) {
    this.usual = usual;
  }

  /** Values where none are asked for; threads double up to the processors there are. */
  List<String> usual() {
    if (this != THREADS) {
      return List.of(usual.split(",", -1));
    }
    int processors = Runtime.getRuntime().availableProcessors();
    List<String> counts = new ArrayList<>();
    for (int count = 1; count < processors; count *= 2) {
      counts.add(Integer.toString(count));
    }
    counts.add(Integer.toString(processors));
    return counts;
  }

  /** Whether a given network has it settled. */
  boolean isOfGeneratedNetworks() {
    return this == DEPTH || this == WIDTH || this == UNSTABLE;
  }

  boolean allows(double value) {
    if (this == UNSTABLE) {
      return value >= 0 && value <= 1;
    }
    return value >= 1 && value <= largest() && value == Math.rint(value);
  }

  String expected() {
    return this == UNSTABLE ? "shares from 0 to 1" : "integers from 1 to " + largest();
  }

  private int largest() {
    return this == THREADS ? MOST_THREADS : LARGEST;
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
