package dev.hasse.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The epochs of a training as CSV, a line as soon as an epoch has ended. */
final class TrainingLog implements AutoCloseable {
  private final Path file;
  private final BufferedWriter writer;

  private TrainingLog(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Begins the file, or goes on with the lines that it has.
   *
   * @param file null for no log
   * @param epochs that are behind: so many lines are kept
   */
  static TrainingLog open(Path file, int epochs) throws OutputFileException {
    if (file == null) {
      return new TrainingLog(null, null);
    }
    try {
      List<String> lines = new ArrayList<>(List.of(EpochLine.CSV_HEADER));
      if (epochs > 0 && Files.isRegularFile(file)) {
        Files.readAllLines(file).stream().skip(1).limit(epochs).forEach(lines::add);
      }
      TrainingLog log = new TrainingLog(file, Files.newBufferedWriter(file));
      for (String line : lines) {
        log.line(line);
      }
      return log;
    } catch (IOException e) {
      throw new OutputFileException(file, e);
    }
  }

  void add(EpochLine epoch) throws OutputFileException {
    if (writer != null) {
      line(epoch.csv());
    }
  }

  private void line(String text) throws OutputFileException {
    try {
      writer.write(text);
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      throw new OutputFileException(file, e);
    }
  }

  @Override
  public void close() throws OutputFileException {
    if (writer != null) {
      try {
        writer.close();
      } catch (IOException e) {
        throw new OutputFileException(file, e);
      }
    }
  }
}
