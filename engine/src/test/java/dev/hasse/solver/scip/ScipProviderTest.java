package dev.hasse.solver.scip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A solver that cannot run here says so, and what to do. */
final class ScipProviderTest {
  /** What loaders throw: the JVM's error, OR-Tools' wrapping of an IOException, a lost resource. */
  private static final List<Throwable> FAILURES =
      List.of(
          new UnsatisfiedLinkError("no jniortools in java.library.path"),
          new NoClassDefFoundError("com/google/ortools/Loader"),
          new IllegalStateException(new java.io.IOException("no space left")));

  @Test
  void aMissingNativeLibraryIsNamedWithWhereToGetIt() {
    for (Throwable failure : FAILURES) {
      ScipProvider provider = new ScipProvider(() -> throwAny(failure));
      SolverUnavailableException error =
          assertThrows(SolverUnavailableException.class, () -> provider.open(Optional.empty()));
      String message = error.getMessage();
      assertSame(failure, error.getCause());
      for (String part : List.of("scip", failure.getMessage(), "com.google.ortools:ortools-java")) {
        assertTrue(message.contains(part), message);
      }
      assertTrue(message.lines().count() == 1, message);
    }
  }

  private static void throwAny(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (IllegalStateException) failure;
  }

  @Test
  void anUnknownSolverIsRefusedWithThoseThereAre() {
    String message =
        assertThrows(SolverUnavailableException.class, () -> Solvers.open("gurobi")).getMessage();
    assertEquals("there is no solver 'gurobi'; there are: scip", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing/solver.log", "", "file/solver.log"})
  void aLogThatCannotBeWrittenIsNamed(String name, @TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("file"), "not a folder");
    Path log = folder.resolve(name);
    String message =
        assertThrows(
                SolverUnavailableException.class,
                () -> Solvers.open(Solvers.SCIP, Optional.of(log)))
            .getMessage();
    assertTrue(message.startsWith(log + ": the solver log cannot be written ("), message);
  }
}
