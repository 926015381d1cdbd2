package dev.hasse.cli;

import dev.hasse.verify.Decision;
import java.util.Locale;

/**
 * What became of an instance: a line of {@code results.csv}.
 *
 * @param verdict the outcome's label, or {@code error}
 * @param stage what decided, in words; empty for an error
 * @param reason of an error; empty otherwise
 */
record InstanceResult(
    String network,
    String property,
    String verdict,
    double seconds,
    long boxes,
    long bounds,
    String stage,
    String reason) {
  static final String ERROR = "error";
  static final String HEADER = "network,property,verdict,seconds,boxes,bounds,stage,reason";

  static InstanceResult of(Instance instance, Decision decision) {
    return new InstanceResult(
        instance.network(),
        instance.property(),
        decision.outcome().label(),
        decision.seconds(),
        decision.boxes(),
        decision.bounds(),
        decision.stage().label(),
        "");
  }

  static InstanceResult failed(Instance instance, double seconds, String reason) {
    String oneCell = reason.replaceAll("[\\r\\n]+", " ").replace(',', ';');
    return new InstanceResult(
        instance.network(), instance.property(), ERROR, seconds, 0, 0, "", oneCell);
  }

  String key() {
    return Instance.key(network, property);
  }

  String line() {
    return String.join(
        ",",
        network,
        property,
        verdict,
        String.format(Locale.ROOT, "%.3f", seconds),
        Long.toString(boxes),
        Long.toString(bounds),
        stage,
        reason);
  }

  /**
   * Reads a line back.
   *
   * @throws IllegalArgumentException if it is none of ours, or a part of one
   */
  static InstanceResult parse(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != 8) {
      throw new IllegalArgumentException(cells.length + " cells, expected " + HEADER);
    }
    return new InstanceResult(
        cells[0],
        cells[1],
        cells[2],
        Double.parseDouble(cells[3]),
        Long.parseLong(cells[4]),
        Long.parseLong(cells[5]),
        cells[6],
        cells[7]);
  }
}
