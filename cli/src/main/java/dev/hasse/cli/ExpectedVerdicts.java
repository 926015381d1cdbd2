package dev.hasse.cli;

import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import dev.hasse.format.LineReader;
import dev.hasse.verify.Outcome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What others say of instances: a CSV file with a header and columns {@code onnx}, {@code vnnlib}
 * and {@code verdict} among others. Instances are told apart by the names of their two files,
 * without folders and {@code .gz}.
 */
final class ExpectedVerdicts {
  private static final List<String> KNOWN =
      Stream.concat(
              Arrays.stream(Outcome.values()).map(Outcome::label), Stream.of(InstanceResult.ERROR))
          .toList();

  private final Map<String, String> verdicts = new HashMap<>();

  private ExpectedVerdicts() {}

  /**
   * Reads the file.
   *
   * @param file null for nothing expected
   */
  static ExpectedVerdicts read(Path file) throws InputFileException {
    ExpectedVerdicts expected = new ExpectedVerdicts();
    if (file == null) {
      return expected;
    }
    try (LineReader lines = LineReader.open(InputFile.of(file))) {
      String header = lines.advance() ? lines.line().strip() : "";
      List<String> columns = Arrays.asList(header.split(",", -1));
      int network = columns.indexOf("onnx");
      int property = columns.indexOf("vnnlib");
      int verdict = columns.indexOf("verdict");
      if (network < 0 || property < 0 || verdict < 0) {
        throw lines.error("'" + header + "', expected columns onnx, vnnlib and verdict");
      }
      while (lines.advance()) {
        String[] cells = lines.line().strip().split(",", -1);
        if (cells.length != columns.size()) {
          throw lines.error(cells.length + " values, expected " + header);
        }
        String found = cells[verdict].strip();
        if (!KNOWN.contains(found)) {
          throw lines.error(
              "there is no verdict '" + found + "'; expected one of " + String.join(", ", KNOWN));
        }
        expected.verdicts.put(key(cells[network], cells[property]), found);
      }
    }
    return expected;
  }

  private static String key(String network, String property) {
    return name(network) + "," + name(property);
  }

  private static String name(String path) {
    String last = path.strip().replace('\\', '/').replaceFirst(".*/", "");
    return last.endsWith(".gz") ? last.substring(0, last.length() - 3) : last;
  }

  /** What is expected of a result where it says the opposite. */
  Optional<String> contradicting(InstanceResult result) {
    String expected = verdicts.get(key(result.network(), result.property()));
    String sat = Outcome.SAT.label();
    String unsat = Outcome.UNSAT.label();
    boolean contradicts =
        (sat.equals(expected) && result.verdict().equals(unsat))
            || (unsat.equals(expected) && result.verdict().equals(sat));
    return contradicts ? Optional.of(expected) : Optional.empty();
  }
}
