package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Property;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.vnnlib.VnnLibReader;
import dev.hasse.network.Network;
import dev.hasse.verify.BranchingRule;
import dev.hasse.verify.Decision;
import dev.hasse.verify.Outcome;
import dev.hasse.verify.PropertyVerification;
import dev.hasse.verify.Splitting;
import dev.hasse.verify.VerifyOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hasse verify}: whether a property holds. */
@Command(
    name = "verify",
    customSynopsis = {
      "@|bold hasse verify|@ --network=N --property=P.vnnlib [--timeout=S] [--out=RESULT]",
      "             [--explain] [--backend=NAME] [--format=FORMAT] [--seed=S]",
      "             [--split=WHAT] [--branching=RULE]",
      "@|bold hasse verify|@ --instances=I.csv [--out=DIR] [--expected=V.csv] [--timeout=S]",
      "             [--backend=NAME] [--format=FORMAT] [--seed=S]",
      "             [--split=WHAT] [--branching=RULE]"
    },
    header = "Decide a VNN-LIB property of a network.",
    description = {
      "",
      "'unsat': no input in the property's boxes has outputs that satisfy its constraints, which is"
          + " a proof. 'sat': an input that does, confirmed in outward-rounded arithmetic."
          + " 'timeout' and 'unknown': neither.",
      "",
      "First points are tried, then the boxes are bounded by intervals and by crown, then an attack"
          + " follows gradients, then the boxes are halved until nothing is left; with more than 64"
          + " inputs slopes are optimised and the signs of ReLUs are split instead. RESULT gets the"
          + " answer in the format of VNN-COMP.",
      "",
      "--instances runs a list in one process: lines of onnx,vnnlib,timeout, relative to its folder."
          + " DIR/results.csv grows by a line an instance; a second run goes on where the first"
          + " ended.",
      "",
      "Exit code 1 unless the answer is 'unsat'; with --instances, if a verdict contradicts V.csv."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final double USUAL_SECONDS = 60;

  /** Reads a rule's name. */
  private static final class SplittingConverter extends LowerCaseConverter<Splitting> {
    SplittingConverter() {
      super("splitting", Splitting.values());
    }
  }

  private static final class BranchingConverter extends LowerCaseConverter<BranchingRule> {
    BranchingConverter() {
      super("branching", BranchingRule.values());
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "N",
      description = "The network: .onnx or .nnet, also with .gz.")
  private Path networkFile;

  @Option(
      names = "--property",
      paramLabel = "P.vnnlib",
      description = "The property: VNN-LIB, plain or gzip.")
  private Path propertyFile;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      converter = SecondsConverter.class,
      description =
          "Seconds after which to give up (default: 60; with --instances each has its own limit,"
              + " which this one caps).")
  private Double timeout;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the points that are tried (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--split",
      paramLabel = "WHAT",
      defaultValue = "auto",
      converter = SplittingConverter.class,
      description =
          "What branch and bound splits: inputs, relus, or auto: inputs up to 64 of them"
              + " (default: ${DEFAULT-VALUE}).")
  private Splitting splitting;

  @Option(
      names = "--branching",
      paramLabel = "RULE",
      converter = BranchingConverter.class,
      defaultValue = "babsr",
      description =
          "Which ReLUs are split: babsr, by what their relaxation costs the bound, or neurify, by"
              + " gradient, earliest layer first, with linear programs on the way (default:"
              + " ${DEFAULT-VALUE}).")
  private BranchingRule branching;

  @Option(
      names = "--out",
      paramLabel = "RESULT",
      description =
          "Write the answer to RESULT, which appears only once it is complete; with --instances a"
              + " folder, made if need be.")
  private Path out;

  @Option(
      names = "--instances",
      paramLabel = "I.csv",
      description = "Decide a list of properties, VNN-COMP's instances.csv, plain or gzip.")
  private Path instancesFile;

  @Option(
      names = "--expected",
      paramLabel = "V.csv",
      description = "With --instances: verdicts to compare with, columns onnx, vnnlib and verdict.")
  private Path expectedFile;

  @Mixin private VerifyFormatOption format;
  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws Exception {
    if (instancesFile != null) {
      return decideAll();
    }
    if (networkFile == null || propertyFile == null) {
      throw bad("Missing --network and --property, or --instances");
    }
    if (expectedFile != null) {
      throw bad("--expected goes with --instances only");
    }
    return decideOne();
  }

  private ParameterException bad(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private int decideOne() throws Exception {
    Network network = NetworkReader.read(networkFile);
    Property property = VnnLibReader.read(propertyFile, network.inputs(), network.outputs());
    try (ResultFile result = out == null ? null : ResultFile.open(out, null);
        ComputeBackend backend = backendOption.open();
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      Decision decision = decide(analysis, property);
      if (result != null) {
        result.write(target -> VerifyResult.write(decision, target));
        result.commit();
      }
      PrintWriter console = spec.commandLine().getOut();
      format.write(decision, RanOn.of(backend), console);
      console.flush();
      return decision.outcome() == Outcome.UNSAT ? ExitCodes.DONE : ExitCodes.NOT_PROVED;
    }
  }

  private Decision decide(BoundAnalysis analysis, Property property) {
    double seconds = timeout == null ? USUAL_SECONDS : timeout;
    VerifyOptions options =
        VerifyOptions.within(seconds)
            .withSeed(seed)
            .withSplitting(splitting)
            .withBranching(branching);
    long[] before = new long[1];
    try (Progress progress = Progress.of("verify", " boxes", Progress.UNKNOWN)) {
      return new PropertyVerification(analysis, options)
          .decide(
              property,
              (bounded, open, bound) -> {
                progress.advance(bounded - before[0]);
                before[0] = bounded;
                progress.say(String.format(Locale.ROOT, "%,d open, worst bound %.4g", open, bound));
              });
    }
  }

  private int decideAll() throws Exception {
    if (networkFile != null || propertyFile != null) {
      throw bad("--instances goes without --network and --property");
    }
    if (format.explains()) {
      throw bad("--explain goes with --network and --property only");
    }
    List<Instance> instances = Instance.read(instancesFile);
    ExpectedVerdicts expected = ExpectedVerdicts.read(expectedFile);
    try (InstanceResults results = InstanceResults.open(out);
        ComputeBackend backend = backendOption.open()) {
      results.dropped().ifPresent(sentence -> spec.commandLine().getErr().println(sentence));
      double most = timeout == null ? Double.POSITIVE_INFINITY : timeout;
      InstanceSweep sweep = new InstanceSweep(backend, most, seed, splitting, branching);
      List<InstanceResult> all = sweep.run(instances, results);
      InstanceReport report = new InstanceReport(all, expected, RanOn.of(backend));
      PrintWriter console = spec.commandLine().getOut();
      if (format.isJson()) {
        report.writeJson(console);
      } else {
        report.writeTable(console);
      }
      console.flush();
      return report.contradictions().isEmpty() ? ExitCodes.DONE : ExitCodes.NOT_PROVED;
    }
  }
}
