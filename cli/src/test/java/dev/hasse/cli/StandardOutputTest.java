package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A reader that leaves ends a command quietly; a full disk does not. */
class StandardOutputTest {
  @ParameterizedTest
  @ValueSource(strings = {"--help", "doctor", "generate-completion"})
  void aReaderThatLeavesIsNoError(String command) {
    StringWriter err = new StringWriter();
    assertEquals(0, run(command, "Broken pipe", err));
    assertEquals("", err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "doctor"})
  void aFullDiskIsOne(String command) {
    StringWriter err = new StringWriter();
    assertEquals(2, run(command, "No space left on device", err));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains("No space left on device"), err.toString());
  }

  private static int run(String command, String problem, StringWriter err) {
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(problem);
          }
        };
    PrintWriter out = new PrintWriter(new StandardOutput(failing), false, StandardCharsets.UTF_8);
    CommandLine commandLine = Hasse.commandLine().setOut(out).setErr(new PrintWriter(err));
    int code = commandLine.execute(command);
    try {
      out.flush();
      return code;
    } catch (StandardOutput.Failure e) {
      return new ErrorReport(false).report(e, commandLine);
    }
  }
}
