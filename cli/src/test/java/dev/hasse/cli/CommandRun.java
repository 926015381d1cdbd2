package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * One command line, run in this process.
 *
 * @param exitCode what the process would return
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int exitCode, String out, String err) {
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Hasse.commandLine(arguments).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = commandLine.execute(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  static CommandRun of(List<String> arguments) {
    return of(arguments.toArray(String[]::new));
  }

  /** Checks the exit code, showing what was said where it is another. */
  CommandRun expect(int expected) {
    assertEquals(expected, exitCode, () -> out + err);
    return this;
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }
}
