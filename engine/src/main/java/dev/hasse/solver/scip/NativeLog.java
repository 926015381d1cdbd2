package dev.hasse.solver.scip;

import com.google.ortools.linearsolver.MPSolver;
import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where the native solvers' own log goes. They know one place only, the process's standard output;
 * so while a solve runs that file descriptor points to the log, and back when the last solve ends.
 * Nothing else may be written to standard output meanwhile.
 */
final class NativeLog implements AutoCloseable {
  private static final int STANDARD_OUTPUT = 1;

  private final Path file;
  private int running;
  private int saved = -1;

  private NativeLog(Path file) {
    this.file = file;
  }

  static NativeLog silent() {
    return new NativeLog(null);
  }

  /** Begins the file anew. */
  static NativeLog to(Path file) throws IOException {
    if (Platform.isWindows()) {
      throw new IOException("a solver log is not supported on Windows");
    }
    try {
      Files.write(
          file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new IOException(file + ": the solver log cannot be written (" + reason(e) + ")", e);
    }
    return new NativeLog(file);
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName();
  }

  /** From now until the recording is closed the solver's log goes to the file, if there is one. */
  Recording record(MPSolver solver) {
    if (file == null) {
      solver.suppressOutput();
      return () -> {};
    }
    solver.enableOutput();
    begin();
    return this::end;
  }

  private synchronized void begin() {
    if (running == 0) {
      flush();
      saved = call("dup", STANDARD_OUTPUT);
      Pointer log =
          Function.getFunction("c", "fopen").invokePointer(new Object[] {file.toString(), "a"});
      if (log == null) {
        throw new IllegalStateException("fopen of the solver log " + file + " failed");
      }
      call("dup2", call("fileno", log), STANDARD_OUTPUT);
      call("fclose", log);
    }
    running++;
  }

  private synchronized void end() {
    running--;
    if (running == 0) {
      flush();
      call("dup2", saved, STANDARD_OUTPUT);
      call("close", saved);
    }
  }

  private static void flush() {
    call("fflush", Pointer.NULL);
  }

  private static int call(String name, Object... arguments) {
    int result = Function.getFunction("c", name).invokeInt(arguments);
    if (result < 0) {
      throw new IllegalStateException(name + " of the C library failed");
    }
    return result;
  }

  @Override
  public void close() {
    // nothing is open between solves
  }

  /** One solve's share of the log. */
  interface Recording extends AutoCloseable {
    @Override
    void close();
  }
}
