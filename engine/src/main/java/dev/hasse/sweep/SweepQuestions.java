package dev.hasse.sweep;

import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.IdxReader;
import dev.hasse.format.data.ImageCheck;
import dev.hasse.format.data.Images;
import dev.hasse.format.data.Sha256;
import dev.hasse.network.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbered questions of a plan whose files were read and fit each other. Numbers follow the
 * plan: network by network, dataset by dataset, seed by seed, input by input, radius by radius, so
 * the same plan over the same files numbers alike. Immutable.
 */
public final class SweepQuestions {
  private final SweepPlan plan;
  private final List<Pairing> pairings;
  private final String fingerprint;

  private SweepQuestions(SweepPlan plan, List<Pairing> pairings, String fingerprint) {
    this.plan = plan;
    this.pairings = List.copyOf(pairings);
    this.fingerprint = fingerprint;
  }

  /**
   * Reads the files of a plan, and checks that they fit each other and the plan.
   *
   * @throws InputFileException when a file cannot be used or does not fit
   */
  public static SweepQuestions of(SweepPlan plan) throws InputFileException {
    return new Reader(plan).questions();
  }

  /** The plan that asks them. */
  public SweepPlan plan() {
    return plan;
  }

  /** How many there are. */
  public long count() {
    return pairings.get(pairings.size() - 1).end();
  }

  /**
   * SHA-256 over the plan's content and that of its files: two plans of one fingerprint ask the
   * same questions in the same order. Paths do not count.
   */
  public String fingerprint() {
    return fingerprint;
  }

  /** The plan as a YAML file that asks the same from any folder. */
  public String text() {
    return PlanText.of(plan);
  }

  /** Networks with their datasets, in the order of numbers. */
  List<Pairing> pairings() {
    return pairings;
  }

  /** The question of a number. */
  SweepQuestion at(long number) {
    for (Pairing pairing : pairings) {
      if (number < pairing.end()) {
        return at(pairing, number);
      }
    }
    throw new IndexOutOfBoundsException("question " + number + " of " + count());
  }

  private SweepQuestion at(Pairing pairing, long number) {
    long within = number - pairing.first();
    int radii = plan.radii().count();
    long inputs = Pairing.inputs(pairing.dataset());
    long k = within / radii;
    Radii asked = plan.radii();
    return new SweepQuestion(
        number,
        pairing,
        pairing.input(k % inputs),
        asked.isBisection() ? asked.largest() : asked.listed().get((int) (within % radii)),
        plan.seeds().get((int) (k / inputs)));
  }

  /** SHA-256 of a file, packed as it is. */
  static String hashOf(Path file) throws InputFileException {
    InputFile input = InputFile.of(file);
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    } catch (IOException e) {
      throw input.unreadable(e);
    }
  }

  /** What is read once, however many pairs it is part of. */
  private static final class Reader {
    private final SweepPlan plan;
    private final Map<Path, String> hashes = new TreeMap<>();
    private final Map<String, Images> images = new HashMap<>();
    private final Map<String, IdxBytes> labels = new HashMap<>();
    private final Map<String, PlannedDataset> datasets = new HashMap<>();
    private final List<Pairing> pairings = new ArrayList<>();

    Reader(SweepPlan plan) {
      this.plan = plan;
    }

    SweepQuestions questions() throws InputFileException {
      for (PlannedDataset dataset : plan.datasets()) {
        read(dataset);
      }
      for (PlannedNetwork network : plan.networks()) {
        pair(network);
      }
      for (PlannedDataset dataset : plan.datasets()) {
        if (pairings.stream().noneMatch(p -> p.dataset().name().equals(dataset.name()))) {
          throw new InputFileException(
              dataset.images(), "", "dataset '" + dataset.name() + "' goes with no network");
        }
      }
      return new SweepQuestions(plan, pairings, fingerprint());
    }

    private void read(PlannedDataset dataset) throws InputFileException {
      IdxBytes bytes = IdxReader.images(dataset.images());
      IdxBytes classes = IdxReader.labels(dataset.labels());
      hash(dataset.images());
      hash(dataset.labels());
      List<InputRange> ranges =
          dataset.inputs().stream().map(range -> range.within(bytes.count())).toList();
      Images taken = new Images(bytes, bytes.count(), dataset.scale());
      for (InputRange range : ranges) {
        if (range.last() >= bytes.count()) {
          throw new InputFileException(
              dataset.images(),
              "",
              "%d images, but the plan asks about inputs %s".formatted(bytes.count(), range));
        }
        requireInDomain(dataset, taken, range);
      }
      images.put(dataset.name(), taken);
      labels.put(dataset.name(), classes);
      datasets.put(
          dataset.name(),
          new PlannedDataset(
              dataset.name(), dataset.images(), dataset.labels(), dataset.scale(), ranges));
    }

    private void requireInDomain(PlannedDataset dataset, Images taken, InputRange range)
        throws InputFileException {
      for (int i = range.first(); i <= range.last(); i++) {
        for (int pixel = 0; pixel < taken.size(); pixel++) {
          double value = taken.value(i, pixel);
          if (!(plan.clipLower() <= value && value <= plan.clipUpper())) {
            throw new InputFileException(
                dataset.images(),
                "image " + i,
                "the input value %s (byte / scale), outside the plan's clip [%s, %s]"
                    .formatted(value, plan.clipLower(), plan.clipUpper()));
          }
        }
      }
    }

    private void pair(PlannedNetwork planned) throws InputFileException {
      Network network = NetworkReader.read(planned.file());
      hash(planned.file());
      if (network.outputs() < 2) {
        throw new InputFileException(
            planned.file(), "", "1 output, expected one for each of at least 2 classes");
      }
      boolean all = planned.datasets().isEmpty();
      int before = pairings.size();
      for (PlannedDataset dataset : plan.datasets()) {
        boolean fits = images.get(dataset.name()).size() == network.inputs();
        if (all ? fits : planned.datasets().contains(dataset.name())) {
          pair(planned, network, datasets.get(dataset.name()));
        }
      }
      if (pairings.size() == before) {
        throw new InputFileException(
            planned.file(),
            "",
            "%d inputs, and no dataset of the plan has images of so many values"
                .formatted(network.inputs()));
      }
    }

    private void pair(PlannedNetwork planned, Network network, PlannedDataset dataset)
        throws InputFileException {
      Images taken = images.get(dataset.name());
      IdxBytes classes = labels.get(dataset.name());
      int last = dataset.inputs().stream().mapToInt(InputRange::last).max().orElseThrow();
      ImageCheck check = new ImageCheck(dataset.images(), taken.bytes());
      check.require(network.inputs(), last + 1);
      check.requireLabels(dataset.labels(), classes, network.outputs(), last + 1);
      long first = pairings.isEmpty() ? 0 : pairings.get(pairings.size() - 1).end();
      long count = Pairing.inputs(dataset) * plan.radii().count() * plan.seeds().size();
      if (first + count > Integer.MAX_VALUE) {
        throw new InputFileException(
            planned.file(), "", "with it the plan has more than 2^31 questions; split the plan");
      }
      pairings.add(
          new Pairing(planned, hashes.get(planned.file()), dataset, taken, classes, first, count));
    }

    private void hash(Path file) throws InputFileException {
      if (!hashes.containsKey(file)) {
        hashes.put(file, hashOf(file));
      }
    }

    /** The plan's text with the hash of each file in place of its path. */
    private String fingerprint() {
      SweepPlan hashed = plan.relocated(file -> Path.of("/", hashes.get(file)));
      return Sha256.of(PlanText.of(hashed).getBytes(StandardCharsets.UTF_8));
    }
  }
}
