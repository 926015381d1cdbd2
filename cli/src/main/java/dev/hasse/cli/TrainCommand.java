package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.format.InputFileException;
import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.IdxReader;
import dev.hasse.format.data.ImageCheck;
import dev.hasse.format.onnx.OnnxWriter;
import dev.hasse.network.Network;
import dev.hasse.train.LabelledSamples;
import dev.hasse.train.StandardTraining;
import dev.hasse.train.TrainingDivergedException;
import dev.hasse.train.TrainingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hasse train}: a perceptron from labelled images. */
@Command(
    name = "train",
    customSynopsis = {
      "@|bold hasse train|@ --images=IMAGES --labels=LABELS --layers=N,N,... --out=N.onnx",
      "            [OPTIONS]"
    },
    header = "Train a network of dense layers with ReLUs and write it as ONNX.",
    description = {
      "",
      "Softmax cross-entropy, mini-batches, Adam, in float32. The same files, options and machine"
          + " give the same network."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  hasse train --images train-images-idx3-ubyte.gz \\",
      "              --labels train-labels-idx1-ubyte.gz \\",
      "              --layers 784,100,100,10 --epochs 20 --out mnist.onnx"
    })
final class TrainCommand implements Callable<Integer> {
  /** Ways to train. */
  enum Method {
    STANDARD;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Method method = Method.STANDARD;

  @Option(
      names = "--images",
      paramLabel = "IMAGES",
      required = true,
      description =
          "Training images as an IDX file of bytes, plain or gzip. A byte v is the input"
              + " v / 255.")
  private Path images;

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      required = true,
      description = "Their labels as an IDX file.")
  private Path labels;

  @Option(
      names = "--layers",
      paramLabel = "N,N,...",
      required = true,
      converter = Layers.Converter.class,
      description = "Sizes of the input, the hidden layers and the output, such as 784,100,10.")
  private Layers layers;

  @Option(
      names = "--out",
      paramLabel = "N.onnx",
      required = true,
      description = "The network's file; it appears whole or not at all.")
  private Path out;

  @Mixin private TrainingFlags flags;

  @Option(
      names = "--test-images",
      paramLabel = "IMAGES",
      description = "Images to test the network on at the end.")
  private Path testImages;

  @Option(names = "--test-labels", paramLabel = "LABELS", description = "Their labels.")
  private Path testLabels;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Write loss and accuracy after each epoch as CSV.")
  private Path log;

  @Override
  public Integer call() throws Exception {
    return switch (method) {
      case STANDARD -> trainStandard();
    };
  }

  private int trainStandard() throws Exception {
    TrainingOptions options = flags.options(spec.commandLine());
    requireOptions();
    LabelledSamples samples = read(images, labels);
    LabelledSamples test = testImages == null ? null : read(testImages, testLabels);
    PrintWriter standardOutput = spec.commandLine().getOut();
    // Opening a backend loads OpenBLAS with the kernels that fit this processor; ND4J, which
    // trains,
    // then uses that same library. Left alone, OpenBLAS may pick slower ones that round otherwise.
    Backends.open(Backends.AUTO).close();
    Network network = log == null ? train(samples, options, null) : trainWithLog(samples, options);
    try {
      OnnxWriter.write(network, out);
    } catch (IOException e) {
      throw new OutputFileException(out, e);
    }
    standardOutput.println("written " + out);
    if (test != null) {
      standardOutput.println(
          String.format(Locale.ROOT, "test accuracy %.2f %%", 100 * accuracy(network, test)));
    }
    standardOutput.flush();
    return ExitCodes.DONE;
  }

  private void requireOptions() throws OutputFileException {
    if ((testImages == null) != (testLabels == null)) {
      throw usage("--test-images and --test-labels go together");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null || !Files.isWritable(folder)) {
      throw new OutputFileException(
          out, Files.isDirectory(out) ? "is a directory" : "no folder to write to: " + folder);
    }
  }

  private Network trainWithLog(LabelledSamples samples, TrainingOptions options)
      throws OutputFileException, TrainingDivergedException {
    try (ResultFile file = ResultFile.open(log, spec.commandLine().getOut())) {
      StringBuilder lines = new StringBuilder("epoch,loss,accuracy\n");
      Network network = train(samples, options, lines);
      file.write(target -> target.write(lines.toString()));
      file.commit();
      return network;
    }
  }

  private Network train(LabelledSamples samples, TrainingOptions options, StringBuilder lines)
      throws TrainingDivergedException {
    PrintWriter standardOutput = spec.commandLine().getOut();
    try (Progress progress = Progress.of("train", " epochs", options.epochs())) {
      return StandardTraining.train(
          networkName(),
          layers.toArray(),
          samples,
          options,
          (epoch, loss, accuracy) -> {
            progress.advance(1);
            progress.say(
                String.format(Locale.ROOT, "loss %.4f, accuracy %.2f %%", loss, 100 * accuracy));
            if (lines != null) {
              lines.append(epoch).append(',').append(loss).append(',').append(accuracy);
              lines.append('\n');
            }
            if (epoch == options.epochs()) {
              standardOutput.println(
                  String.format(
                      Locale.ROOT,
                      "last epoch: loss %.4f, accuracy on the training images %.2f %%",
                      loss,
                      100 * accuracy));
            }
          });
    }
  }

  private String networkName() {
    String name = out.getFileName().toString();
    return name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
  }

  private LabelledSamples read(Path imageFile, Path labelFile) throws InputFileException {
    IdxBytes pixels = IdxReader.images(imageFile);
    IdxBytes classes = IdxReader.labels(labelFile);
    ImageCheck check = new ImageCheck(imageFile, pixels);
    check.require(layers.inputs(), pixels.count());
    check.requireLabels(labelFile, classes, layers.outputs(), pixels.count());
    float[] values = new float[Math.multiplyExact(pixels.count(), pixels.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels.at(i / pixels.size(), i % pixels.size()) / 255f;
    }
    int[] targets = new int[pixels.count()];
    Arrays.setAll(targets, i -> classes.at(i, 0));
    return new LabelledSamples(pixels.size(), values, targets);
  }

  private static double accuracy(Network network, LabelledSamples test)
      throws BackendUnavailableException {
    double[] points = new double[Math.multiplyExact(test.count(), test.width())];
    Arrays.setAll(points, i -> test.value(i / test.width(), i % test.width()));
    try (ComputeBackend backend = Backends.open(Backends.AUTO);
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      double[] outputs = analysis.forward(points);
      int width = network.outputs();
      int right = 0;
      for (int i = 0; i < test.count(); i++) {
        int best = 0;
        for (int k = 1; k < width; k++) {
          best = outputs[i * width + k] > outputs[i * width + best] ? k : best;
        }
        right += best == test.label(i) ? 1 : 0;
      }
      return (double) right / test.count();
    }
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
