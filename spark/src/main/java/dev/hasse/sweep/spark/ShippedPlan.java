package dev.hasse.sweep.spark;

import dev.hasse.format.InputFileException;
import dev.hasse.sweep.PlanReader;
import dev.hasse.sweep.SweepQuestions;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkFiles;

/**
 * A plan on its way to the executors. Spark brings its files to each of them, so executors need no
 * file system in common for these. As a broadcast value there is one in an executor, whose tasks
 * share the questions that the first of them reads.
 */
final class ShippedPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final String fingerprint;
  private final Map<String, String> shippedNames;
  private transient SweepQuestions questions;

  /**
   * @param text of the plan, with the driver's paths
   * @param fingerprint that the questions must have here too
   * @param shippedNames of each of the driver's paths the name under which Spark brings the file
   */
  ShippedPlan(String text, String fingerprint, Map<String, String> shippedNames) {
    this.text = text;
    this.fingerprint = fingerprint;
    this.shippedNames = Map.copyOf(shippedNames);
  }

  synchronized SweepQuestions questions() throws InputFileException {
    if (questions == null) {
      Path place = Path.of("plan.yaml");
      SweepQuestions read = SweepQuestions.of(PlanReader.read(place, text).relocated(this::here));
      if (!read.fingerprint().equals(fingerprint)) {
        throw new IllegalStateException(
            "the plan's files came here damaged: fingerprint "
                + read.fingerprint()
                + ", expected "
                + fingerprint);
      }
      questions = read;
    }
    return questions;
  }

  private Path here(Path driversPath) {
    return Path.of(SparkFiles.get(shippedNames.get(driversPath.toString())));
  }
}
