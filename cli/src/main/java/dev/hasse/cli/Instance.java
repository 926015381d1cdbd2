package dev.hasse.cli;

import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import dev.hasse.format.LineReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/**
 * One line of a list of instances, VNN-COMP's {@code instances.csv}: {@code onnx,vnnlib,timeout}.
 *
 * @param network as the line has it, relative to the list's folder
 * @param property as the line has it, relative to the list's folder
 * @param seconds the instance's time limit
 */
record Instance(Path folder, String network, String property, double seconds) {
  private static final String EXPECTED = "onnx,vnnlib,timeout";

  /** The instances of a list, in order; blank lines are skipped. */
  static List<Instance> read(Path file) throws InputFileException {
    Path folder = file.toAbsolutePath().getParent();
    List<Instance> instances = new ArrayList<>();
    try (LineReader lines = LineReader.open(InputFile.of(file))) {
      while (lines.advance()) {
        if (!lines.line().isBlank()) {
          instances.add(of(folder, lines));
        }
      }
    }
    if (instances.isEmpty()) {
      throw InputFile.of(file).error("", "is empty, expected lines of " + EXPECTED);
    }
    return instances;
  }

  private static Instance of(Path folder, LineReader lines) throws InputFileException {
    String[] cells = lines.line().strip().split(",", -1);
    if (cells.length != 3 || cells[0].isBlank() || cells[1].isBlank()) {
      throw lines.error("'" + lines.line().strip() + "', expected " + EXPECTED);
    }
    try {
      double seconds = new SecondsConverter().convert(cells[2]);
      Instance instance = new Instance(folder, cells[0].strip(), cells[1].strip(), seconds);
      instance.networkFile();
      instance.propertyFile();
      return instance;
    } catch (TypeConversionException | InvalidPathException e) {
      throw lines.error(e.getMessage());
    }
  }

  Path networkFile() {
    return folder.resolve(network);
  }

  Path propertyFile() {
    return folder.resolve(property);
  }

  /** What tells instances apart. */
  String key() {
    return key(network, property);
  }

  static String key(String network, String property) {
    return network + "," + property;
  }
}
