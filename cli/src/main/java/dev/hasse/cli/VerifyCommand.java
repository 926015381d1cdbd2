package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Property;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.vnnlib.VnnLibReader;
import dev.hasse.network.Network;
import dev.hasse.verify.Decision;
import dev.hasse.verify.Outcome;
import dev.hasse.verify.PropertyVerification;
import dev.hasse.verify.VerifyOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hasse verify}: whether a property holds. */
@Command(
    name = "verify",
    customSynopsis = {
      "@|bold hasse verify|@ --network=N --property=P.vnnlib [--timeout=S] [--out=RESULT]",
      "             [--backend=NAME] [--format=FORMAT] [--seed=S]"
    },
    header = "Decide a VNN-LIB property of a network.",
    description = {
      "",
      "'unsat': no input in the property's boxes has outputs that satisfy its constraints, which is"
          + " a proof. 'sat': an input that does, confirmed in outward-rounded arithmetic."
          + " 'timeout' and 'unknown': neither.",
      "",
      "First points are tried, then the boxes are bounded by crown, then a search is made, then the"
          + " boxes are halved until nothing is left; with more than 64 inputs they are not, and"
          + " the answer may be 'unknown'. RESULT gets the answer in the format of VNN-COMP.",
      "",
      "Exit code 1 unless the answer is 'unsat'."
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "N",
      required = true,
      description = "The network: .onnx or .nnet, also with .gz.")
  private Path networkFile;

  @Option(
      names = "--property",
      paramLabel = "P.vnnlib",
      required = true,
      description = "The property: VNN-LIB, plain or gzip.")
  private Path propertyFile;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      converter = SecondsConverter.class,
      defaultValue = "60",
      description = "Seconds after which to give up (default: ${DEFAULT-VALUE}).")
  private double timeout;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the points that are tried (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "RESULT",
      description = "Write the answer to RESULT, which appears only once it is complete.")
  private Path out;

  @Mixin private VerifyFormatOption format;
  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws Exception {
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
    VerifyOptions options = VerifyOptions.within(timeout).withSeed(seed);
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
}
