package dev.hasse.cli;

import dev.hasse.format.InputFileException;
import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.IdxReader;
import dev.hasse.sweep.PlanReader;
import dev.hasse.sweep.PlannedDataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images of a sweep's datasets, as far as the files that its plan names can be read. */
final class SweepPictures {
  private final Map<String, IdxBytes> images = new LinkedHashMap<>();
  private final List<String> obstacles = new ArrayList<>();

  private SweepPictures() {}

  /** Reads the plan of a sweep's folder and the images that it names. */
  static SweepPictures of(Path folder) {
    SweepPictures pictures = new SweepPictures();
    try {
      for (PlannedDataset dataset : PlanReader.read(folder.resolve("plan.yaml")).datasets()) {
        pictures.read(dataset);
      }
    } catch (InputFileException e) {
      pictures.obstacles.add("Images are not shown: " + e.getMessage() + ".");
    }
    return pictures;
  }

  private void read(PlannedDataset dataset) {
    try {
      images.put(dataset.name(), IdxReader.images(dataset.images()));
    } catch (InputFileException e) {
      obstacles.add("Images of " + dataset.name() + " are not shown: " + e.getMessage() + ".");
    }
  }

  /** Sentences that say which images are not shown and why. */
  List<String> obstacles() {
    return List.copyOf(obstacles);
  }

  /** The images of a dataset, if they hold this one. */
  Optional<IdxBytes> holding(String dataset, int input) {
    return Optional.ofNullable(images.get(dataset))
        .filter(bytes -> input >= 0 && input < bytes.count());
  }
}
