package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.format.InputFileException;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.sweep.store.StoreUnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ErrorReportTest {
  private final StringWriter err = new StringWriter();
  private final CommandLine command = Hasse.commandLine().setErr(new PrintWriter(err));

  @Test
  void aMissingBackendSaysWhatToDo() {
    assertEquals(
        ExitCodes.BACKEND_MISSING,
        new ErrorReport(false).report(new BackendUnavailableException("no driver"), command));
    assertEquals("hasse: no driver", err.toString().strip());
  }

  @Test
  void aMissingSolverSaysWhatToDo() {
    assertEquals(
        ExitCodes.BACKEND_MISSING,
        new ErrorReport(false).report(new SolverUnavailableException("no library"), command));
    assertEquals("hasse: no library", err.toString().strip());
  }

  @Test
  void aMissingDatabaseSaysWhatToDo() {
    assertEquals(
        ExitCodes.BACKEND_MISSING,
        new ErrorReport(false).report(new StoreUnavailableException("no library", null), command));
    assertEquals("hasse: no library", err.toString().strip());
  }

  @Test
  void ourMistakesHideTheirTraceUntilAsked() {
    Exception mistake = new IllegalStateException("impossible");
    assertEquals(ExitCodes.INTERNAL, new ErrorReport(false).report(mistake, command));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains("HASSE_DEBUG=1"), err.toString());
    new ErrorReport(true).report(mistake, command);
    assertTrue(err.toString().contains("\tat dev.hasse.cli.ErrorReportTest"), err.toString());
  }

  @Test
  void memoryOfAWorkerThreadIsMemory() {
    Exception wrapped = new IllegalStateException(new OutOfMemoryError("Java heap space"));
    assertEquals(ExitCodes.INTERNAL, new ErrorReport(false).report(wrapped, command));
    assertTrue(err.toString().startsWith("hasse: out of memory"), err.toString());
  }

  @Test
  void memoryOfADeviceIsSaidInItsOwnWords() {
    Exception full = new DeviceMemoryException("no room for 9 more bytes", null);
    assertEquals(ExitCodes.INTERNAL, new ErrorReport(false).report(full, command));
    assertEquals("hasse: no room for 9 more bytes", err.toString().strip());
  }

  @Test
  void aPartOnStandardOutputIsSaidInTheSameSentence() {
    Exception late = new InputFileException(Path.of("b.csv"), "line 9", "1 value, expected 8");
    late.addSuppressed(OutputFileException.partOnStandardOutput());
    assertEquals(ExitCodes.BAD_INPUT, new ErrorReport(false).report(late, command));
    assertEquals(
        "hasse: b.csv, line 9: 1 value, expected 8; "
            + "standard output holds only a part of the result",
        err.toString().strip());
  }
}
