package dev.hasse.cli;

import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.format.onnx.OnnxWriter;
import dev.hasse.train.Architecture;
import dev.hasse.train.LabelledSamples;
import dev.hasse.train.Trainer;
import dev.hasse.train.TrainingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hasse train}: a classifier from labelled images. */
@Command(
    name = "train",
    customSynopsis = {
      "@|bold hasse train|@ --images=IMAGES --labels=LABELS --architecture=A --out=N.onnx",
      "            [--method=METHOD] [--radius=R] [OPTIONS]",
      "@|bold hasse train|@ --config=FILE [OPTIONS]"
    },
    header = "Train a network, plainly or so that it can be certified, and write it as ONNX.",
    description = {
      "",
      "Softmax cross-entropy, mini-batches, Adam, in float32; with ibp and crown-ibp the"
          + " cross-entropy of the worst margins that bounds allow in a ball around each image. On"
          + " the processor the same files and options give the same network. See"
          + " docs/training.md."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  hasse train --images train-images-idx3-ubyte.gz \\",
      "              --labels train-labels-idx1-ubyte.gz \\",
      "              --architecture 1x28x28,conv16k4s2p1,dense100,dense10 \\",
      "              --method ibp --radius 0.1 --epochs 20 --batch 256 --out mnist.onnx"
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "Read options from a YAML file: the names of these flags without dashes, with values."
            + " Flags of the command line win."
      })
  private Path config;

  @Option(
      names = "--images",
      paramLabel = "IMAGES",
      description =
          "Training images as an IDX file of bytes, plain or gzip. A byte v is the input"
              + " v / 255.")
  private Path images;

  @Option(names = "--labels", paramLabel = "LABELS", description = "Their labels as an IDX file.")
  private Path labels;

  @Option(
      names = {"--architecture", "--layers"},
      paramLabel = "A",
      converter = ArchitectureConverter.class,
      description = {
        "The input, then the layers, with a ReLU after each but the last: 784,100,10 for dense"
            + " layers, or 1x28x28,conv16k4s2p1,dense100,dense10: a convolution to 16 channels"
            + " with a kernel of 4 x 4, stride 2, padding 1, and dense layers."
      })
  private Architecture architecture;

  @Option(
      names = "--out",
      paramLabel = "N.onnx",
      description = "The network's file; it appears whole or not at all.")
  private Path out;

  @Mixin private TrainingFlags flags;
  @Mixin private ValidationFlags validationFlags;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Write a line of CSV after each epoch: schedules, losses, shares.")
  private Path log;

  @Mixin private TrainingCheckpoints checkpoints;
  @Mixin private ReportOption reportOption;
  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws Exception {
    if (config != null) {
      ConfigFile.apply(config, spec, TrainCommand::new);
      OutputPlaces.check(spec);
    }
    requireFlag("--images", images);
    requireFlag("--labels", labels);
    requireFlag("--architecture", architecture);
    requireFlag("--out", out);
    TrainingOptions options = flags.options(spec.commandLine(), architecture);
    validationFlags.check();
    requirePlace();
    TrainingData data = TrainingData.read(images, labels, architecture);
    LabelledSamples samples = data.samples(validationFlags.learnt(data));
    Optional<Validation> validation =
        validationFlags.validation(architecture, data, options.robust());
    Optional<Validation> test = validationFlags.test(architecture, options.robust());
    checkpoints.check();
    try (ReportOption.Target report = reportOption.open();
        ComputeBackend backend = backendOption.open();
        Trainer trainer = open(backend, samples, options)) {
      TrainingRun run =
          new TrainingRun(
              backend,
              trainer,
              options.epochs(),
              validation,
              validationFlags,
              spec.commandLine().getOut());
      run(run, trainer);
      write(run);
      test.ifPresent(last -> say(last.run(backend, run.network(networkName()))));
      report.write(backend, provenance -> TrainingReport.of(networkName(), run, provenance));
    }
    return ExitCodes.DONE;
  }

  private void run(TrainingRun run, Trainer trainer) throws Exception {
    PrintWriter standardOutput = spec.commandLine().getOut();
    checkpoints
        .restore(trainer)
        .ifPresent(
            file ->
                standardOutput.println("goes on after epoch " + trainer.epoch() + " of " + file));
    try (TrainingLog lines = TrainingLog.open(log, trainer.epoch())) {
      run.run(lines, checkpoints);
    }
  }

  private Trainer open(ComputeBackend backend, LabelledSamples samples, TrainingOptions options)
      throws BackendUnavailableException {
    try {
      return new Trainer(backend, architecture.network(networkName()), samples, options);
    } catch (UnsupportedOperationException e) {
      throw new BackendUnavailableException(e.getMessage(), e);
    }
  }

  private void requireFlag(String name, Object value) {
    if (value == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '" + name + "', here or in --config");
    }
  }

  private void requirePlace() throws OutputFileException {
    if (Files.isDirectory(out)) {
      throw new OutputFileException(out, "is a directory");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new OutputFileException(out, "no folder to write to: " + folder);
    }
    boolean isReplaced = !Files.exists(out) || Files.isRegularFile(out);
    if (!Files.isWritable(isReplaced ? folder : out)) {
      throw new OutputFileException(out, "permission denied");
    }
  }

  private void write(TrainingRun run) throws OutputFileException {
    try {
      OnnxWriter.write(run.network(networkName()), out);
    } catch (IOException e) {
      throw new OutputFileException(out, e);
    }
    spec.commandLine().getOut().println("written " + out);
  }

  private void say(Validation.Result result) {
    PrintWriter standardOutput = spec.commandLine().getOut();
    standardOutput.println(
        String.format(Locale.ROOT, "test accuracy %.2f %%", 100 * result.accuracy()));
    if (!Double.isNaN(result.certified())) {
      standardOutput.println(
          String.format(Locale.ROOT, "certified test accuracy %.2f %%", 100 * result.certified()));
    }
    standardOutput.flush();
  }

  private String networkName() {
    String name = out.getFileName().toString();
    return name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
  }
}
