package dev.hasse.sweep.store;

import dev.hasse.format.InputFileException;
import dev.hasse.sweep.KeptPlan;
import dev.hasse.sweep.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Puts the rows of shards, and of folders of partitions, into one folder.
 *
 * <p>The new folder has each question of the plan exactly once: the parts are ranges of questions
 * that follow each other from the first to the last question, each part has as many rows as
 * questions, all within its range, and the question's number is the primary key of the new table.
 * Its database appears under its name when it is complete, or not at all, and nothing is changed in
 * the folders that are merged.
 */
public final class ShardMerge {
  private static final int MOST_NAMED = 20;

  private final List<Path> folders;
  private final KeptPlan plan;

  private ShardMerge(List<Path> folders, KeptPlan plan) {
    this.folders = folders;
    this.plan = plan;
  }

  /**
   * Merges folders.
   *
   * @param folders at least one, each of a sweep, of a shard or of partitions
   * @param target without results
   * @return how many rows it now has
   * @throws InputFileException if a folder's plan is missing or another one
   * @throws StoreException if questions are missing or answered in two folders, or if a folder
   *     cannot be read or written
   */
  public static long merge(List<Path> folders, Path target)
      throws InputFileException, StoreException {
    ShardMerge merge = new ShardMerge(List.copyOf(folders), KeptPlan.read(folders.get(0)));
    List<Part> parts = merge.parts();
    merge.requireAllOnce(parts);
    merge.write(parts, target);
    return merge.plan.questions();
  }

  /** A range of questions, and where their rows are. */
  private record Part(Path folder, Shard shard, boolean isParquet) {
    Path file() {
      return isParquet ? folder.resolve(shard.parquetFile()) : Folder.database(folder);
    }
  }

  private List<Part> parts() throws InputFileException, StoreException {
    List<Part> parts = new ArrayList<>();
    for (Path folder : folders) {
      KeptPlan kept = KeptPlan.read(folder);
      if (!kept.fingerprint().equals(plan.fingerprint())) {
        throw new InputFileException(
            KeptPlan.in(folder),
            "",
            "is another plan than " + KeptPlan.in(folders.get(0)) + ", or of other files");
      }
      if (kept.questions() == 0) {
        throw new InputFileException(
            KeptPlan.in(folder),
            "",
            "does not say how many questions there are; its sweep was begun by an older version");
      }
      parts.addAll(kept.partitions() > 0 ? partitions(folder, kept) : List.of(shard(folder, kept)));
    }
    parts.removeIf(part -> part.shard().count(plan.questions()) == 0);
    parts.sort(Comparator.comparingInt(part -> part.shard().first(plan.questions())));
    return parts;
  }

  private List<Part> partitions(Path folder, KeptPlan kept) throws StoreException {
    List<Part> all =
        IntStream.rangeClosed(1, kept.partitions())
            .mapToObj(k -> new Part(folder, new Shard(k, kept.partitions()), true))
            .toList();
    List<String> missing =
        all.stream()
            .filter(part -> !Files.isRegularFile(part.file()))
            .map(part -> part.shard().toString())
            .toList();
    if (!missing.isEmpty()) {
      throw new StoreException(
          folder, "lacks partitions " + named(missing) + "; run the same Spark job again");
    }
    return all;
  }

  private Part shard(Path folder, KeptPlan kept) throws StoreException {
    BitSet answered;
    try (ResultStore store = ResultStore.read(folder)) {
      answered = store.answered();
    }
    int first = kept.shard().first(plan.questions());
    int end = kept.shard().end(plan.questions());
    int within = answered.get(first, end).cardinality();
    if (answered.cardinality() > within) {
      throw new StoreException(
          folder, "has answers to questions that are not of " + kept.part() + "; put back a copy");
    }
    if (within < end - first) {
      throw new StoreException(
          folder,
          "has %d of the %d answers of %s; resume it with: hasse sweep %s --out %s%s"
              .formatted(
                  within,
                  end - first,
                  kept.part(),
                  KeptPlan.in(folder),
                  folder,
                  kept.shard().isWhole() ? "" : " --shard " + kept.shard()));
    }
    return new Part(folder, kept.shard(), false);
  }

  private void requireAllOnce(List<Part> parts) throws StoreException {
    BitSet seen = new BitSet();
    Part before = null;
    for (Part part : parts) {
      int first = part.shard().first(plan.questions());
      if (before != null && before.shard().end(plan.questions()) > first) {
        throw new StoreException(
            part.folder(),
            "answers question "
                + first
                + " (shard "
                + part.shard()
                + "), and so does "
                + before.folder()
                + " (shard "
                + before.shard()
                + "); name each shard once");
      }
      seen.set(first, part.shard().end(plan.questions()));
      before = part;
    }
    int questions = Math.toIntExact(plan.questions());
    if (seen.nextClearBit(0) < questions) {
      throw new StoreException(
          folders.get(0), "is a part of a plan of which " + missing(seen, questions));
    }
  }

  /** Names the missing parts by the division into shards that the first folder has. */
  private String missing(BitSet seen, int questions) {
    int of = plan.shard().of();
    List<String> missing =
        IntStream.rangeClosed(1, of)
            .mapToObj(k -> new Shard(k, of))
            .filter(
                shard ->
                    shard.count(questions) > 0
                        && seen.nextClearBit(shard.first(questions)) < shard.end(questions))
            .map(Shard::toString)
            .toList();
    return "%d of %d questions are in no folder; missing: shard %s"
        .formatted(questions - seen.cardinality(), questions, named(missing));
  }

  private static String named(List<String> shards) {
    return shards.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (shards.size() > MOST_NAMED ? " and " + (shards.size() - MOST_NAMED) + " more" : "");
  }

  private void write(List<Part> parts, Path target) throws InputFileException, StoreException {
    Folder.require(target);
    try (StoreLock lock = StoreLock.take(target)) {
      if (Files.exists(Folder.database(target))) {
        throw new StoreException(target, "holds results already; name another folder");
      }
      if (Files.exists(KeptPlan.in(target))) {
        // Left by a merge that was killed; the folder of a shard or of partitions is refused.
        plan.whole().requireSame(KeptPlan.in(target), KeptPlan.read(target));
      }
      ResultStore.create(
          Folder.database(target),
          connection -> {
            for (Part part : parts) {
              copy(part, connection);
            }
            keepPlan(target);
          });
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw Folder.unusable(target, "cannot be written to", e);
    }
  }

  private void keepPlan(Path target) throws IOException {
    try {
      plan.whole().require(target);
    } catch (InputFileException e) {
      throw new IllegalStateException("a plan appeared in a locked folder", e);
    }
  }

  private void copy(Part part, Connection connection) throws StoreException {
    try {
      if (part.isParquet()) {
        copy(part, "read_parquet(" + quoted(part.file()) + ")", connection);
      } else {
        Database.execute(connection, "ATTACH " + quoted(part.file()) + " AS part (READ_ONLY)");
        copy(part, "part." + Schema.ANSWERS, connection);
        Database.execute(connection, "DETACH part");
      }
    } catch (SQLException e) {
      throw Sentence.about(part.file(), "cannot be merged", e);
    }
  }

  private void copy(Part part, String source, Connection connection)
      throws SQLException, StoreException {
    int first = part.shard().first(plan.questions());
    int end = part.shard().end(plan.questions());
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT count(*), count(*) FILTER (question >= %d AND question < %d) FROM %s"
                    .formatted(first, end, source))) {
      found.next();
      if (found.getLong(1) != end - first || found.getLong(2) != end - first) {
        throw new StoreException(
            part.file(),
            "has %d answers, %d of them to questions %d to %d, expected %d; remove it and run again"
                .formatted(found.getLong(1), found.getLong(2), first, end - 1, end - first));
      }
    }
    Database.execute(
        connection, "INSERT INTO " + Schema.ANSWERS + " BY NAME SELECT * FROM " + source);
  }

  private static String quoted(Path path) {
    return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
  }
}
