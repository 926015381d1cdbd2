package dev.hasse.sweep.spark;

import dev.hasse.sweep.SweepQuestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The files of a plan, copied under names that differ and given to Spark, which serves them to the
 * executors as long as this is open.
 */
final class PlanShipment implements AutoCloseable {
  private final Path folder;
  private final ShippedPlan plan;

  private PlanShipment(Path folder, ShippedPlan plan) {
    this.folder = folder;
    this.plan = plan;
  }

  static PlanShipment of(SweepQuestions questions, JavaSparkContext spark) throws IOException {
    Path folder = Files.createTempDirectory("hasse-plan");
    Map<String, String> names = new TreeMap<>();
    for (Path file : questions.plan().files()) {
      Path path = file.toAbsolutePath().normalize();
      String name = names.size() + "-" + path.getFileName();
      if (names.putIfAbsent(path.toString(), name) == null) {
        Path copy = Files.copy(path, folder.resolve(name));
        spark.addFile(copy.toUri().toString());
      }
    }
    return new PlanShipment(
        folder, new ShippedPlan(questions.text(), questions.fingerprint(), names));
  }

  ShippedPlan plan() {
    return plan;
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> inside = Files.walk(folder)) {
      all = inside.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
