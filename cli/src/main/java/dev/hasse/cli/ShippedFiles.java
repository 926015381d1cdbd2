package dev.hasse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A network and the images that come with the program, unpacked from its jar into a temporary
 * folder while they are open, since readers read files.
 */
final class ShippedFiles implements AutoCloseable {
  /** How many images there are. */
  static final int IMAGE_COUNT = 1000;

  /** A network and images for it. */
  enum Subject {
    /** Handwritten digits; a network of two hidden layers of 100. */
    DEMO("mnist-784-100-100-10", "mnist"),
    /** Handwritten digits; the paper's shape of a network, one hidden layer of 32. */
    MNIST("mnist-784-32-10", "mnist"),
    /** Clothes; the paper's shape of a network, hidden layers of 64 and 32. */
    FASHION_MNIST("fashion-784-64-32-10", "fashion");

    private final String network;
    private final String images;
    private final String labels;

    Subject(String network, String data) {
      this.network = "networks/" + network + ".onnx";
      this.images = "data/" + data + "-t10k-1000-images-idx3-ubyte.gz";
      this.labels = "data/" + data + "-t10k-1000-labels-idx1-ubyte.gz";
    }

    private String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The subjects of experiments by the names of their data sets. */
  static final class SubjectConverter implements ITypeConverter<Subject>, Iterable<String> {
    private static final List<Subject> SUBJECTS = List.of(Subject.MNIST, Subject.FASHION_MNIST);

    @Override
    public Subject convert(String name) {
      return SUBJECTS.stream()
          .filter(subject -> subject.label().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no data set '" + name + "'; expected " + String.join(", ", this)));
    }

    @Override
    public Iterator<String> iterator() {
      return SUBJECTS.stream().map(Subject::label).collect(Collectors.toList()).iterator();
    }
  }

  private final Path folder;
  private final Subject subject;

  private ShippedFiles(Path folder, Subject subject) {
    this.folder = folder;
    this.subject = subject;
  }

  static ShippedFiles open(Subject subject) throws OutputFileException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      ShippedFiles files = new ShippedFiles(Files.createTempDirectory("hasse-demo"), subject);
      for (String name : List.of(subject.network, subject.images, subject.labels)) {
        files.unpack(name);
      }
      return files;
    } catch (IOException e) {
      throw new OutputFileException(temporary, e);
    }
  }

  Path network() {
    return file(subject.network);
  }

  Path images() {
    return file(subject.images);
  }

  Path labels() {
    return file(subject.labels);
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
