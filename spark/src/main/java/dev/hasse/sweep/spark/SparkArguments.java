package dev.hasse.sweep.spark;

import dev.hasse.compute.Backends;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * What was asked for on the command line.
 *
 * @param plan file of the plan, on the driver's machine
 * @param out folder of results, as Hadoop names folders
 * @param partitions how many; or
 * @param questionsPerPartition how many questions each has at most; empty both for the usual
 * @param backend name
 * @param threads solvers side by side in a task; empty for one a processor that Spark gives a task
 */
record SparkArguments(
    Path plan,
    String out,
    OptionalInt partitions,
    OptionalInt questionsPerPartition,
    String backend,
    OptionalInt threads) {
  static final String SYNOPSIS =
      "PLAN.yaml --out DIR [--partitions N | --questions-per-partition K] [--backend NAME]"
          + " [--threads N]";

  /**
   * Some minutes of work at least, on networks of today, for the seconds that a task's start costs.
   */
  private static final int USUAL_QUESTIONS = 1000;

  private static final int MOST_PARTITIONS = 99_999;

  /** Options may be given as {@code --out DIR} and as {@code --out=DIR}. */
  static SparkArguments parse(String... words) throws UsageException {
    Deque<String> left = new ArrayDeque<>(Arrays.asList(words));
    String plan = null;
    String out = null;
    String backend = Backends.AUTO;
    OptionalInt partitions = OptionalInt.empty();
    OptionalInt questions = OptionalInt.empty();
    OptionalInt threads = OptionalInt.empty();
    while (!left.isEmpty()) {
      String word = left.remove();
      int equals = word.indexOf('=');
      if (word.startsWith("--") && equals > 0) {
        left.addFirst(word.substring(equals + 1));
        word = word.substring(0, equals);
      }
      switch (word) {
        case "--out" -> out = value(word, left);
        case "--backend" -> backend = backend(value(word, left));
        case "--partitions" -> partitions = count(word, left, MOST_PARTITIONS);
        case "--questions-per-partition" -> questions = count(word, left, Integer.MAX_VALUE);
        case "--threads" -> threads = count(word, left, Integer.MAX_VALUE);
        default -> {
          if (word.startsWith("-")) {
            throw new UsageException("unknown option '" + word + "'; expected " + SYNOPSIS);
          }
          if (plan != null) {
            throw new UsageException("'" + plan + "' and '" + word + "', expected one plan");
          }
          plan = word;
        }
      }
    }
    if (plan == null || out == null) {
      throw new UsageException("a plan and --out are needed; expected " + SYNOPSIS);
    }
    if (partitions.isPresent() && questions.isPresent()) {
      throw new UsageException("--partitions and --questions-per-partition exclude each other");
    }
    return new SparkArguments(Path.of(plan), out, partitions, questions, backend, threads);
  }

  private static String value(String option, Deque<String> left) throws UsageException {
    if (left.isEmpty() || left.peek().isEmpty()) {
      throw new UsageException(option + " has no value; expected " + SYNOPSIS);
    }
    return left.remove();
  }

  private static String backend(String name) throws UsageException {
    if (!Backends.names().contains(name)) {
      throw new UsageException(
          "there is no backend '" + name + "'; expected " + String.join(", ", Backends.names()));
    }
    return name;
  }

  private static OptionalInt count(String option, Deque<String> left, int most)
      throws UsageException {
    String text = value(option, left);
    try {
      int count = Integer.parseInt(text);
      if (count >= 1 && count <= most) {
        return OptionalInt.of(count);
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number that is out of range.
    }
    throw new UsageException(option + " is '" + text + "', expected an integer from 1 to " + most);
  }

  /**
   * Into how many partitions the questions are cut.
   *
   * @param kept how many the folder has already; 0 for a new folder
   */
  int partitions(long questions, int kept) throws UsageException {
    if (partitions.isPresent()) {
      return partitions.getAsInt();
    }
    if (kept > 0 && questionsPerPartition.isEmpty()) {
      return kept;
    }
    long each = questionsPerPartition.orElse(USUAL_QUESTIONS);
    long count = Math.max(1, (questions + each - 1) / each);
    if (count > MOST_PARTITIONS && questionsPerPartition.isPresent()) {
      throw new UsageException(
          "--questions-per-partition "
              + each
              + " makes "
              + count
              + " partitions of "
              + questions
              + " questions, expected at most "
              + MOST_PARTITIONS);
    }
    return (int) Math.min(count, MOST_PARTITIONS);
  }
}
