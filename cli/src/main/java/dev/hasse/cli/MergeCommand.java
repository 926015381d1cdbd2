package dev.hasse.cli;

import dev.hasse.sweep.store.ResultStore;
import dev.hasse.sweep.store.ShardMerge;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hasse merge}: the shards of a sweep become one folder. */
@Command(
    name = "merge",
    header = "Put the shards of a sweep into one folder.",
    description = {
      "",
      "Each DIR is the folder of a shard (sweep --shard) or of the Parquet files of a sweep on"
          + " Spark. All must be of one plan, together hold every question once, and be complete;"
          + " otherwise nothing is written. The folders themselves stay as they are.",
      "",
      "docs/cluster.md says how to run a sweep on many machines."
    },
    footerHeading = "%nExample:%n",
    footer = "  hasse merge shard-* --out results")
final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders of shards, in any order.")
  private List<Path> folders;

  @Option(
      names = {"--out", "-o"},
      paramLabel = "DIR",
      required = true,
      description = "The folder of all results; made where there is none.")
  private Path target;

  @Option(
      names = "--parquet",
      paramLabel = "FILE",
      description = "Also write all rows to this Parquet file.")
  private Path parquet;

  @Override
  public Integer call() throws Exception {
    if (parquet != null) {
      ResultStore.requirePlace(parquet, target);
    }
    long rows = ShardMerge.merge(folders, target);
    if (parquet != null) {
      try (ResultStore store = ResultStore.read(target)) {
        store.exportParquet(parquet);
      }
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%,d questions from %,d folder%s in %s%n",
            rows,
            folders.size(),
            folders.size() == 1 ? "" : "s",
            target);
    spec.commandLine().getOut().flush();
    return ExitCodes.DONE;
  }
}
