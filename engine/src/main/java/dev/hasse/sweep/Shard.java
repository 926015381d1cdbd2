package dev.hasse.sweep;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of so many parts of a plan's questions, counted from 1: the questions from {@link #first} on
 * to before {@link #end}. Since each part ends where the next one begins, the first begins at
 * question 0 and the last ends after the last question, every question is in exactly one part.
 * Sizes differ by one question at most; where there are more parts than questions some have none.
 *
 * @param number from 1 to {@code of}
 * @param of how many parts there are
 */
public record Shard(int number, int of) {
  /** All questions. */
  public static final Shard WHOLE = new Shard(1, 1);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");

  public Shard {
    if (number < 1 || number > of) {
      throw new IllegalArgumentException("shard " + number + " of " + of);
    }
  }

  /** Reads {@code 2/8}; empty where the text is no such thing. */
  public static Optional<Shard> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(form.group(1));
    int of = Integer.parseInt(form.group(2));
    return number < 1 || number > of ? Optional.empty() : Optional.of(new Shard(number, of));
  }

  /**
   * Number of its first question.
   *
   * @param questions of the plan, below 2^31, so that no product overflows
   */
  public int first(long questions) {
    return Math.toIntExact(questions * (number - 1) / of);
  }

  /** Number after that of its last question. */
  public int end(long questions) {
    return Math.toIntExact(questions * number / of);
  }

  /** How many questions it has. */
  public int count(long questions) {
    return end(questions) - first(questions);
  }

  public boolean isWhole() {
    return of == 1;
  }

  /** The name of the Parquet file of its rows in a folder of partitions. */
  public String parquetFile() {
    return String.format(Locale.ROOT, "part-%05d-of-%05d.parquet", number, of);
  }

  @Override
  public String toString() {
    return number + "/" + of;
  }
}
