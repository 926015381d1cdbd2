package dev.hasse.sweep.spark;

import dev.hasse.format.InputFileException;
import dev.hasse.sweep.KeptPlan;
import dev.hasse.sweep.PlanReader;
import dev.hasse.sweep.Shard;
import dev.hasse.sweep.SweepQuestions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The sweep of a plan on Apache Spark, for spark-submit. Its questions are cut into partitions,
 * which are those of {@link Shard}; each is answered by one task and becomes one Parquet file with
 * a name of its own. A file that is there is complete, so the same command again asks only what is
 * missing, and a lost executor costs the partitions that it had in hand.
 */
public final class SparkSweep {
  private static final int DONE = 0;
  private static final int BAD_INPUT = 2;
  private static final int INTERNAL = 70;

  private SparkSweep() {}

  /** Ends the process with an exit code other than 0 where something went wrong. */
  public static void main(String[] words) {
    int code = run(new SparkConf(), System.out, System.err, words);
    if (code != DONE) {
      System.exit(code);
    }
  }

  /**
   * Runs the command.
   *
   * @return the exit code
   */
  static int run(SparkConf spark, PrintStream out, PrintStream err, String... words) {
    try {
      SparkArguments arguments = SparkArguments.parse(words);
      SweepQuestions questions = SweepQuestions.of(PlanReader.read(arguments.plan()));
      if (!spark.contains("spark.master")) {
        throw new UsageException("there is no Spark master; start this by spark-submit --master");
      }
      try (JavaSparkContext context =
          new JavaSparkContext(spark.setIfMissing("spark.app.name", "hasse sweep"))) {
        return sweep(arguments, questions, context, out, err);
      }
    } catch (UsageException | InputFileException e) {
      return say(err, BAD_INPUT, e.getMessage());
    } catch (IOException e) {
      return say(err, BAD_INPUT, reason(e));
    } catch (Exception e) {
      return say(err, INTERNAL, reason(e) + "; what is done stays, and the same command goes on");
    }
  }

  private static int sweep(
      SparkArguments arguments,
      SweepQuestions questions,
      JavaSparkContext spark,
      PrintStream out,
      PrintStream err)
      throws UsageException, InputFileException, IOException {
    PartitionFolder folder = new PartitionFolder(arguments.out(), spark.hadoopConfiguration());
    int partitions = partitions(arguments, questions, folder);
    List<Integer> missing = new ArrayList<>();
    for (int number = 1; number <= partitions; number++) {
      if (!folder.has(new Shard(number, partitions))) {
        missing.add(number);
      }
    }
    List<PartitionOutcome> outcomes = new ArrayList<>();
    if (!missing.isEmpty()) {
      try (PlanShipment shipment = PlanShipment.of(questions, spark)) {
        Broadcast<ShippedPlan> plan = spark.broadcast(shipment.plan());
        SerializableConfiguration configuration =
            new SerializableConfiguration(spark.hadoopConfiguration());
        outcomes.addAll(
            spark
                .parallelize(missing, missing.size())
                .map(new PartitionTask(plan, configuration, partitions, arguments))
                .collect());
      }
    }
    folder.removeUnfinished();
    return report(questions, partitions, outcomes, out, err);
  }

  /** Checks that the folder is for this plan, or makes it so. */
  private static int partitions(
      SparkArguments arguments, SweepQuestions questions, PartitionFolder folder)
      throws UsageException, InputFileException, IOException {
    folder.make();
    Path name = Path.of(arguments.out(), "plan.yaml");
    Optional<String> content = folder.plan();
    if (content.isEmpty()) {
      int partitions = arguments.partitions(questions.count(), 0);
      folder.keepPlan(KeptPlan.partitioned(questions, partitions).file());
      return partitions;
    }
    KeptPlan kept = KeptPlan.read(name, content.get());
    int partitions = arguments.partitions(questions.count(), kept.partitions());
    KeptPlan.partitioned(questions, partitions).requireSame(name, kept);
    return partitions;
  }

  private static int report(
      SweepQuestions questions,
      int partitions,
      List<PartitionOutcome> outcomes,
      PrintStream out,
      PrintStream err) {
    List<PartitionOutcome> failed =
        outcomes.stream().filter(outcome -> outcome.failure().isPresent()).toList();
    out.printf(
        Locale.ROOT,
        "%,d questions in %,d partitions: %,d there before, %,d now, %,d failed; %,d answers now,"
            + " %,d of them errors%n",
        questions.count(),
        partitions,
        partitions - outcomes.size(),
        outcomes.size() - failed.size(),
        failed.size(),
        outcomes.stream().mapToInt(PartitionOutcome::answers).sum(),
        outcomes.stream().mapToInt(PartitionOutcome::errors).sum());
    if (failed.isEmpty()) {
      return DONE;
    }
    PartitionOutcome first = failed.get(0);
    return say(
        err,
        first.exitCode(),
        "partition "
            + first.partition()
            + " on "
            + first.host()
            + ": "
            + first.failure().orElseThrow());
  }

  private static int say(PrintStream err, int code, String sentence) {
    err.println("hasse: " + sentence);
    return code;
  }

  /** The first line: Spark appends the executor's stack trace. */
  private static String reason(Exception error) {
    boolean isPlain = error instanceof SparkException || error instanceof IOException;
    String text = isPlain && error.getMessage() != null ? error.getMessage() : error.toString();
    return text.lines().findFirst().orElse("");
  }
}
