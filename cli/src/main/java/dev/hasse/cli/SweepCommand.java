package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.report.Provenance;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import dev.hasse.sweep.KeptPlan;
import dev.hasse.sweep.LatticeSource;
import dev.hasse.sweep.LostDeviceException;
import dev.hasse.sweep.PlanReader;
import dev.hasse.sweep.Shard;
import dev.hasse.sweep.SweepOrigin;
import dev.hasse.sweep.SweepPlan;
import dev.hasse.sweep.SweepProgress;
import dev.hasse.sweep.SweepQuestions;
import dev.hasse.sweep.SweepRunner;
import dev.hasse.sweep.store.ResultStore;
import dev.hasse.sweep.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hasse sweep}: very many questions, kept in a folder, resumable. */
@Command(
    name = "sweep",
    customSynopsis = {
      "@|bold hasse sweep|@ PLAN.yaml --out=DIR [--shard=I/N] [--backend=NAME]",
      "            [--parquet=FILE] [--threads=N] [--retry-errors]",
      "@|bold hasse sweep|@ --network=N --data=IMAGES --labels=LABELS --out=DIR",
      "            (--radii=R,... | --bisect=MAX,TOL) [--scale=S] [--count=K]",
      "            [--clip=LO,HI] [--cascade=METHODS] [--timeout=S] [--seed=N]",
      "            [--batch=K] [--unstable] [--threads=N] [--backend=NAME]",
      "            [--shard=I/N] [--parquet=FILE] [--retry-errors]"
    },
    header = "Certify many images on many networks at many radii; resumable.",
    description = {
      "",
      "Each network, image, radius and seed of the plan is one question, and gets one row in"
          + " DIR, also where it fails. The same command again goes on where it was cut off, and"
          + " asks nothing twice. SIGTERM and Ctrl-C finish the batches in hand first.",
      "",
      "docs/sweeps.md says how to write a plan and what each column means."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  hasse sweep --network N.onnx --data t10k-images-idx3-ubyte.gz \\",
      "              --labels t10k-labels-idx1-ubyte.gz --radii 0.01,0.02 --out results"
    })
final class SweepCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PLAN.yaml",
      description = "The plan; its paths are relative to its folder.")
  private Path planFile;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder of results; made where there is none.")
  private Path folder;

  @Mixin private SweepFlags flags;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      converter = ShardConverter.class,
      description = {
        "Only part I of N of the questions, for N processes with a DIR each; 'hasse merge' puts"
            + " the folders together."
      })
  private Shard shard = Shard.WHOLE;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "Solvers side by side, each on one thread (default: one a processor).")
  private Integer threads;

  @Option(
      names = "--parquet",
      paramLabel = "FILE",
      description = "At the end, also write all rows to this Parquet file.")
  private Path parquet;

  @Option(
      names = "--retry-errors",
      description = "Ask questions that failed again; their rows are removed first.")
  private boolean retryErrors;

  @Mixin private BackendOption backendOption;

  @Override
  public Integer call() throws Exception {
    try (SweepStop stop = new SweepStop()) {
      int exitCode = sweep(stop);
      if (exitCode == ExitCodes.DONE) {
        stop.endedInOrder();
      }
      return exitCode;
    }
  }

  private int sweep(SweepStop stop) throws Exception {
    SweepPlan plan = plan();
    OutputPlaces.check(spec, plan.files());
    if (parquet != null) {
      ResultStore.requirePlace(parquet, folder);
    }
    SweepQuestions questions = SweepQuestions.of(plan);
    try (ComputeBackend backend = backendOption.open();
        SolverSource solvers = new SolverSource(plan.method().wantsSolver());
        SweepWatch watch =
            new SweepWatch(spec.commandLine().getErr(), shard.count(questions.count()))) {
      SweepRunner runner = new SweepRunner(questions, backend, solvers, origin(), watch);
      stop.stops(runner);
      try {
        Outcome outcome = run(questions, runner);
        watch.close();
        report(outcome, watch.latest());
        return ExitCodes.DONE;
      } catch (LostDeviceException e) {
        watch.close();
        report(new Outcome(false, Optional.empty()), watch.latest());
        spec.commandLine().getErr().println("hasse: the device is lost: " + e.getMessage());
        return ExitCodes.BACKEND_MISSING;
      }
    }
  }

  private SweepPlan plan() throws Exception {
    if (planFile == null) {
      return flags.plan();
    }
    flags.requireNone();
    return PlanReader.read(planFile);
  }

  /**
   * How a sweep ended.
   *
   * @param failures a line about the questions that failed
   */
  private record Outcome(boolean isComplete, Optional<String> failures) {}

  private Outcome run(SweepQuestions questions, SweepRunner runner) throws Exception {
    if (Files.exists(KeptPlan.in(folder))) {
      requirePlan(questions); // before a database appears in a folder that is for something else
    }
    try (ResultStore store = ResultStore.open(folder)) {
      requireKnownAnswers(store);
      requirePlan(questions);
      if (retryErrors) {
        store.forgetErrors();
      }
      boolean complete = runner.run(store, shard);
      if (complete && parquet != null) {
        store.exportParquet(parquet);
      }
      return new Outcome(complete, SweepFailures.line(store.connection()));
    }
  }

  /** Rows are known by their questions' numbers, which another plan gives to others. */
  private void requireKnownAnswers(ResultStore store) throws StoreException {
    int answers = store.answered().cardinality();
    if (answers > 0 && !Files.exists(KeptPlan.in(folder))) {
      throw new StoreException(
          folder,
          String.format(
              Locale.ROOT,
              "holds %,d answers but no plan.yaml, which says to what questions; put plan.yaml back"
                  + " or name another folder",
              answers));
    }
  }

  private void requirePlan(SweepQuestions questions) throws Exception {
    try {
      KeptPlan.of(questions, shard).require(folder);
    } catch (IOException e) {
      throw new OutputFileException(KeptPlan.in(folder), e);
    }
  }

  private void report(Outcome outcome, SweepProgress progress) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%,d questions, %,d answered before, %,d now in %.1f s: %s%n",
        progress.total(),
        progress.before(),
        progress.done(),
        progress.seconds(),
        SweepWatch.line(progress));
    outcome.failures().ifPresent(out::println);
    if (!outcome.isComplete()) {
      out.println(
          "resume with: hasse sweep "
              + Provenance.quoted(KeptPlan.in(folder).toString())
              + " --out "
              + Provenance.quoted(folder.toString())
              + (shard.isWhole() ? "" : " --shard " + shard)
              + backendOption.flag()
              + (threads == null ? "" : " --threads " + threads)
              + (parquet == null ? "" : " --parquet " + Provenance.quoted(parquet.toString())));
    }
    out.flush();
  }

  private static SweepOrigin origin() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    return new SweepOrigin(host, new VersionText().getVersion()[0]);
  }

  /** One solver for all networks, there only where a method wants one. */
  private final class SolverSource implements LatticeSource, AutoCloseable {
    private final Optional<LinearSolver> solver;

    SolverSource(boolean wanted) throws SolverUnavailableException {
      solver = wanted ? Optional.of(Solvers.open(Solvers.SCIP)) : Optional.empty();
    }

    @Override
    public LatticeAnalysis open(BoundAnalysis analysis, double secondsPerQuestion) {
      return new LatticeAnalysis(
          analysis, solver.orElseThrow(), new LatticeOptions(threads(), secondsPerQuestion));
    }

    @Override
    public int threads() {
      return threads == null ? LatticeOptions.standard().threads() : threads;
    }

    @Override
    public void close() {
      solver.ifPresent(LinearSolver::close);
    }
  }
}
