package dev.hasse.sweep;

import dev.hasse.format.InputFileException;
import dev.hasse.format.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The plan that a folder of results belongs to, in a file {@code plan.yaml}. Its first lines,
 * comments to YAML, hold the fingerprint and which part of the questions the folder is for: rows
 * are known by their questions' numbers, which another plan gives to others.
 *
 * @param fingerprint see {@link SweepQuestions#fingerprint}
 * @param questions of the whole plan
 * @param shard whose questions the folder is for
 * @param partitions into which the rows are cut, each in a Parquet file; 0 where they are in one
 *     database
 * @param text the plan
 */
public record KeptPlan(
    String fingerprint, long questions, Shard shard, int partitions, String text) {
  private static final String FINGERPRINT = "fingerprint";
  private static final String QUESTIONS = "questions";
  private static final String SHARD = "shard";
  private static final String PARTITIONS = "partitions";

  /** The plan of a folder that is for a shard of its questions. */
  public static KeptPlan of(SweepQuestions questions, Shard shard) {
    return new KeptPlan(questions.fingerprint(), questions.count(), shard, 0, questions.text());
  }

  /** The plan of a folder of so many Parquet files. */
  public static KeptPlan partitioned(SweepQuestions questions, int partitions) {
    return new KeptPlan(
        questions.fingerprint(), questions.count(), Shard.WHOLE, partitions, questions.text());
  }

  /** The same plan of a folder with all rows in one database. */
  public KeptPlan whole() {
    return new KeptPlan(fingerprint, questions, Shard.WHOLE, 0, text);
  }

  /** The file in a folder of results. */
  public static Path in(Path folder) {
    return folder.resolve("plan.yaml");
  }

  /**
   * Keeps this plan in a folder without one; elsewhere checks that it is the same, and for the same
   * part of the questions.
   *
   * @throws InputFileException when the folder belongs to something else
   * @throws IOException when the file cannot be written
   */
  public void require(Path folder) throws InputFileException, IOException {
    Path file = in(folder);
    if (Files.exists(file)) {
      requireSame(file, read(file, Files.readString(file)));
    } else {
      WholeFile.write(file, out -> out.write(file().getBytes(StandardCharsets.UTF_8)));
    }
  }

  /**
   * Checks that a folder's plan is this one, and for the same part of the questions.
   *
   * @param file for the message
   */
  public void requireSame(Path file, KeptPlan kept) throws InputFileException {
    if (!kept.fingerprint.equals(fingerprint)) {
      throw new InputFileException(
          file,
          "",
          "the folder holds results of another plan, or of other files under the same names;"
              + " name another folder with --out, or run this file to go on with that plan");
    }
    if (!kept.shard.equals(shard) || kept.partitions != partitions) {
      throw new InputFileException(
          file,
          "",
          "the folder is for "
              + kept.part()
              + " of this plan, asked for was "
              + part()
              + "; name another folder with --out"
              + kept.flag());
    }
  }

  /** Which part of the plan the folder is for, in words. */
  public String part() {
    return partitions > 0
        ? partitions + " partitions"
        : shard.isWhole() ? "all questions" : "shard " + shard;
  }

  private String flag() {
    return partitions > 0
        ? ", or go on with --partitions " + partitions
        : shard.isWhole() ? ", or go on without --shard" : ", or go on with --shard " + shard;
  }

  /** The file's content, which {@link #read} reads back. */
  public String file() {
    StringBuilder lines = new StringBuilder();
    line(lines, FINGERPRINT, fingerprint);
    line(lines, QUESTIONS, String.valueOf(questions));
    if (partitions > 0) {
      line(lines, PARTITIONS, String.valueOf(partitions));
    } else if (!shard.isWhole()) {
      line(lines, SHARD, shard.toString());
    }
    return lines + text;
  }

  private static void line(StringBuilder lines, String key, String value) {
    lines.append("# ").append(key).append(' ').append(value).append('\n');
  }

  /** Reads a folder's plan. */
  public static KeptPlan read(Path folder) throws InputFileException {
    Path file = in(folder);
    try {
      return read(file, Files.readString(file));
    } catch (IOException e) {
      throw new InputFileException(
          file,
          "",
          Files.exists(file)
              ? "cannot be read: " + e.getMessage()
              : "there is no such file; expected the folder of a sweep, of a shard or of partitions",
          e);
    }
  }

  /**
   * Reads the content of a file.
   *
   * @param file for messages
   */
  public static KeptPlan read(Path file, String content) throws InputFileException {
    Map<String, String> lines = new HashMap<>();
    int at = 0;
    while (content.startsWith("# ", at)) {
      int end = content.indexOf('\n', at);
      String[] words = content.substring(at + 2, end < 0 ? content.length() : end).split(" ", 2);
      if (words.length == 2) {
        lines.put(words[0], words[1].strip());
      }
      at = end < 0 ? content.length() : end + 1;
    }
    if (!lines.containsKey(FINGERPRINT)) {
      throw new InputFileException(
          file, "line 1", "no fingerprint, expected the plan that a folder of results keeps");
    }
    Optional<Shard> shard = Shard.parse(lines.getOrDefault(SHARD, Shard.WHOLE.toString()));
    return new KeptPlan(
        lines.get(FINGERPRINT),
        number(file, lines, QUESTIONS),
        shard.orElseThrow(() -> damaged(file, SHARD)),
        number(file, lines, PARTITIONS),
        content.substring(at));
  }

  /** 0 where there is none: earlier versions wrote only the fingerprint. */
  private static int number(Path file, Map<String, String> lines, String key)
      throws InputFileException {
    int value;
    try {
      value = Integer.parseInt(lines.getOrDefault(key, "0"));
    } catch (NumberFormatException e) {
      throw damaged(file, key);
    }
    if (value < 0) {
      throw damaged(file, key);
    }
    return value;
  }

  private static InputFileException damaged(Path file, String key) {
    return new InputFileException(
        file, "", "its line '# " + key + "' is damaged; put back a copy of the folder");
  }
}
