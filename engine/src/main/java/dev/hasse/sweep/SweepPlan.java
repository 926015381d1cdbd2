package dev.hasse.sweep;

import dev.hasse.bound.Ascent;
import dev.hasse.bound.BoundMethod;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a sweep asks, before any of its files is read. The names of networks differ from each other,
 * and so do those of datasets.
 *
 * @param networks at least one
 * @param datasets at least one
 * @param clipLower lower end of the input domain, or negative infinity
 * @param clipUpper upper end of the input domain, or infinity
 * @param method what is tried on each question
 * @param seeds each asks all questions once more; no method of today draws random numbers
 * @param batch questions at once, at most
 * @param unstable whether rows count the ReLUs that interval bounds leave unstable
 */
public record SweepPlan(
    List<PlannedNetwork> networks,
    List<PlannedDataset> datasets,
    Radii radii,
    double clipLower,
    double clipUpper,
    Method method,
    List<Long> seeds,
    int batch,
    boolean unstable) {
  /** Enough for a processor's cores and for a GPU of today, on networks of some thousand ReLUs. */
  public static final int USUAL_BATCH = 1000;

  public SweepPlan {
    networks = List.copyOf(networks);
    datasets = List.copyOf(datasets);
    seeds = List.copyOf(seeds);
    if (networks.isEmpty() || datasets.isEmpty() || seeds.isEmpty() || batch < 1) {
      throw new IllegalArgumentException(
          networks.size()
              + " networks, "
              + datasets.size()
              + " datasets, "
              + seeds.size()
              + " seeds, batches of "
              + batch);
    }
    if (!(clipLower <= clipUpper)) {
      throw new IllegalArgumentException(
          "the domain [" + clipLower + ", " + clipUpper + "] is not an interval");
    }
  }

  /** All files that it names, each once. */
  public Set<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    relocated(
        file -> {
          files.add(file);
          return file;
        });
    return files;
  }

  /**
   * The same plan with its files in other places.
   *
   * @param place of each file that the plan names
   */
  public SweepPlan relocated(UnaryOperator<Path> place) {
    return new SweepPlan(
        networks.stream()
            .map(n -> new PlannedNetwork(n.name(), place.apply(n.file()), n.datasets()))
            .toList(),
        datasets.stream()
            .map(
                d ->
                    new PlannedDataset(
                        d.name(),
                        place.apply(d.images()),
                        place.apply(d.labels()),
                        d.scale(),
                        d.inputs()))
            .toList(),
        radii,
        clipLower,
        clipUpper,
        method,
        seeds,
        batch,
        unstable);
  }

  /**
   * Bound methods and what they may take.
   *
   * @param cascade in the order they are tried, at least one, none twice
   * @param timeout seconds a solver may take for each question
   * @param steps of alpha-CROWN for the outputs
   * @param intermediateSteps of alpha-CROWN for the bounds of hidden neurons
   */
  public record Method(
      List<BoundMethod> cascade, double timeout, int steps, int intermediateSteps) {
    /** What decides most questions, and decides them rigorously. */
    public static final List<BoundMethod> USUAL_CASCADE =
        List.of(BoundMethod.IBP, BoundMethod.CROWN);

    /** Seconds that suffice for most questions on small networks. */
    public static final double USUAL_TIMEOUT = 60;

    public Method {
      cascade = List.copyOf(cascade);
      if (cascade.isEmpty() || cascade.stream().distinct().count() < cascade.size()) {
        throw new IllegalArgumentException("a cascade of " + cascade);
      }
      if (!(timeout > 0) || steps < 0 || intermediateSteps < 0) {
        throw new IllegalArgumentException(
            timeout + " s, " + steps + " and " + intermediateSteps + " steps");
      }
    }

    /** The cascade with the usual limits. */
    public static Method of(List<BoundMethod> cascade) {
      return new Method(
          cascade, USUAL_TIMEOUT, Ascent.USUAL_STEPS, Ascent.USUAL_INTERMEDIATE_STEPS);
    }

    /** Whether a method wants a solver. */
    public boolean wantsSolver() {
      return cascade.stream().anyMatch(BoundMethod::wantsSolver);
    }

    Ascent ascent() {
      return Ascent.of(intermediateSteps, steps);
    }
  }
}
