package dev.hasse.solver.scip;

import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolverInstance;
import dev.hasse.solver.Solvers;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A program of its own, since a log moves the standard output of the whole process. */
final class LoggedSolves {
  private LoggedSolves() {}

  /**
   * Writes words to standard output around solves with a log, or without where there is no file.
   */
  public static void main(String[] arguments) throws Exception {
    Optional<Path> log =
        arguments.length > 0 ? Optional.of(Path.of(arguments[0])) : Optional.empty();
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        LinearSolver scip = Solvers.open(Solvers.SCIP, log)) {
      word(out, "before");
      solve(scip);
      word(out, "between");
      Thread[] threads = new Thread[3];
      for (int k = 0; k < threads.length; k++) {
        threads[k] = new Thread(() -> solve(scip));
        threads[k].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      word(out, "after");
    }
  }

  private static void solve(LinearSolver scip) {
    HardModel model = new HardModel(3, 8, 2);
    try (SolverInstance instance = scip.open(model.model())) {
      instance.minimize(model.objective(), SolveLimits.NONE);
    }
  }

  private static void word(FileOutputStream out, String word) throws IOException {
    out.write((word + " ").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
