package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.domain.Property;
import dev.hasse.format.InputFileException;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.vnnlib.VnnLibReader;
import dev.hasse.network.Network;
import dev.hasse.verify.BranchingRule;
import dev.hasse.verify.Decision;
import dev.hasse.verify.PropertyVerification;
import dev.hasse.verify.Splitting;
import dev.hasse.verify.VerifyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs instances in turn, in one process and on one backend. One that fails is a result with a
 * reason and stops nothing.
 */
final class InstanceSweep {
  private final ComputeBackend backend;
  private final double mostSeconds;
  private final long seed;
  private final Splitting splitting;
  private final BranchingRule branching;

  /**
   * @param mostSeconds that any instance gets; infinity leaves each its own limit
   */
  InstanceSweep(
      ComputeBackend backend,
      double mostSeconds,
      long seed,
      Splitting splitting,
      BranchingRule branching) {
    this.backend = backend;
    this.mostSeconds = mostSeconds;
    this.seed = seed;
    this.splitting = splitting;
    this.branching = branching;
  }

  /** The results of all instances in order; those that are known are not run again. */
  List<InstanceResult> run(List<Instance> instances, InstanceResults results)
      throws OutputFileException {
    List<InstanceResult> all = new ArrayList<>();
    try (Progress progress = Progress.of("verify", " instances", instances.size())) {
      for (Instance instance : instances) {
        Optional<InstanceResult> known = results.of(instance);
        if (known.isEmpty()) {
          progress.say(instance.network() + " " + instance.property());
          results.add(decide(instance, progress));
        }
        all.add(results.of(instance).orElseThrow());
        progress.advance(1);
      }
    }
    return all;
  }

  private InstanceResult decide(Instance instance, Progress progress) {
    long start = System.nanoTime();
    try {
      Network network = NetworkReader.read(instance.networkFile());
      Property property =
          VnnLibReader.read(instance.propertyFile(), network.inputs(), network.outputs());
      VerifyOptions options =
          VerifyOptions.within(Math.min(mostSeconds, instance.seconds()))
              .withSeed(seed)
              .withSplitting(splitting)
              .withBranching(branching);
      try (Session session = backend.load(network);
          BoundAnalysis analysis = new BoundAnalysis(session)) {
        Decision decision =
            new PropertyVerification(analysis, options)
                .decide(property, (boxes, open, bound) -> say(progress, instance, open, bound));
        return InstanceResult.of(instance, decision);
      }
    } catch (InputFileException | UnsupportedOpException e) {
      return failed(instance, start, e.getMessage());
    } catch (RuntimeException e) {
      return failed(instance, start, e.toString());
    }
  }

  private static InstanceResult failed(Instance instance, long start, String reason) {
    return InstanceResult.failed(instance, (System.nanoTime() - start) * 1e-9, reason);
  }

  private static void say(Progress progress, Instance instance, long open, double bound) {
    progress.say(
        String.format(
            Locale.ROOT,
            "%s %s: %,d open, worst bound %.4g",
            instance.network(),
            instance.property(),
            open,
            bound));
  }
}
