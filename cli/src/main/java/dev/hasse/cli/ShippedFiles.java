package dev.hasse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The network and the images that come with the program, unpacked from its jar into a temporary
 * folder while they are open, since readers read files.
 */
final class ShippedFiles implements AutoCloseable {
  /** How many images there are. */
  static final int IMAGE_COUNT = 1000;

  private static final String NETWORK = "networks/mnist-784-100-100-10.onnx";
  private static final String IMAGES = "data/mnist-t10k-1000-images-idx3-ubyte.gz";
  private static final String LABELS = "data/mnist-t10k-1000-labels-idx1-ubyte.gz";

  private final Path folder;

  private ShippedFiles(Path folder) {
    this.folder = folder;
  }

  static ShippedFiles open() throws OutputFileException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      ShippedFiles files = new ShippedFiles(Files.createTempDirectory("hasse-demo"));
      for (String name : List.of(NETWORK, IMAGES, LABELS)) {
        files.unpack(name);
      }
      return files;
    } catch (IOException e) {
      throw new OutputFileException(temporary, e);
    }
  }

  Path network() {
    return file(NETWORK);
  }

  Path images() {
    return file(IMAGES);
  }

  Path labels() {
    return file(LABELS);
  }

  private Path file(String name) {
    return folder.resolve(name.substring(name.indexOf('/') + 1));
  }

  private void unpack(String name) throws IOException {
    try (InputStream in = Hasse.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program was packaged without " + name);
      }
      Files.copy(in, file(name));
    }
  }

  @Override
  public void close() throws OutputFileException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new OutputFileException(folder, e);
    }
  }
}
