package dev.hasse.sweep.store;

import dev.hasse.sweep.SweepRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rows to store, a function of their questions. */
final class Rows {
  private static final String[] VERDICTS = {
    "certified", "violated", "undecided", "misclassified", "error"
  };

  private Rows() {}

  static List<SweepRow> range(int from, int to) {
    return IntStream.range(from, to).mapToObj(Rows::row).toList();
  }

  static SweepRow row(int question) {
    SplittableRandom random = new SplittableRandom(question);
    String verdict = VERDICTS[random.nextInt(VERDICTS.length)];
    return new SweepRow(
        question,
        "net-" + random.nextInt(3),
        "ab".repeat(32),
        "mnist",
        random.nextInt(10_000),
        random.nextInt(10),
        random.nextDouble(),
        number(random),
        0,
        1,
        random.nextLong(),
        verdict,
        text(random, "crown"),
        text(random, "rigorous"),
        number(random),
        number(random),
        number(random),
        number(random),
        number(random),
        number(random),
        number(random),
        number(random),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(1000)),
        random.nextDouble(),
        "cpu",
        "a processor",
        "host-" + random.nextInt(2),
        "0.1",
        verdict.equals("error") ? Optional.of("it's \"so\", é€𝄞\n2nd line") : Optional.empty());
  }

  private static OptionalDouble number(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> OptionalDouble.empty();
      case 2 -> OptionalDouble.of(Double.NaN);
      case 3 -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      case 4 -> OptionalDouble.of(-Double.MIN_VALUE);
      default -> OptionalDouble.of(random.nextDouble() - 0.5);
    };
  }

  private static Optional<String> text(SplittableRandom random, String text) {
    return random.nextBoolean() ? Optional.empty() : Optional.of(text);
  }
}
