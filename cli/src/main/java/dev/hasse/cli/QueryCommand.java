package dev.hasse.cli;

import dev.hasse.sweep.store.QueryResult;
import dev.hasse.sweep.store.ResultStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code hasse query}: SQL over the results of a sweep. */
@Command(
    name = "query",
    customSynopsis = {"@|bold hasse query|@ DIR \"SELECT ...\" [--format=FORMAT] [--out=FILE]"},
    header = "Ask the results of a sweep in SQL.",
    description = {
      "",
      "DIR's table 'answers' has a row for each question that a sweep has answered. The SQL is"
          + " DuckDB's; it can change nothing and reads no other file. 'DESCRIBE answers' lists the"
          + " columns. While a sweep writes to DIR it cannot be queried.",
      "",
      "Tables show the first 1000 rows, with all digits. In CSV a missing value is empty and an"
          + " empty text is \"\"; in JSON a missing value is null."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hasse query results \"SELECT network, radius, verdict, count(*) AS questions",
      "                       FROM answers GROUP BY ALL ORDER BY ALL\"",
      "  hasse query results \"SELECT * FROM answers WHERE verdict = 'error'\" \\",
      "              --format json"
    })
final class QueryCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DIR", description = "The folder of a sweep's results.")
  private Path folder;

  @Parameters(index = "1", paramLabel = "SQL", description = "One query, in quotes.")
  private String sql;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    try (ResultFile file = output.open();
        ResultStore store = ResultStore.read(folder);
        QueryResult result = store.query(sql)) {
      QueryWriter writer =
          file.form(target -> QueryWriter.of(output.format(), result.columns(), target));
      Optional<List<Object>> row = result.next();
      while (row.isPresent()) {
        List<Object> cells = row.get();
        file.write(target -> writer.row(cells));
        row = result.next();
      }
      file.write(target -> writer.end());
      file.commit();
      return ExitCodes.DONE;
    }
  }
}
