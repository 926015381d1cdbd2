package dev.hasse.compute;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * What every backend must do: the one suite. A backend's own test extends this class and says which
 * backend and precision. Bounds must enclose what exact arithmetic gives, with no tolerance, and
 * may be looser only by {@link Precision#slack}.
 *
 * <p>A backend that cannot run here skips its tests with the reason; {@code
 * -Drequire.backends=name,name} makes that a failure. One that refuses an operation by name says so
 * by {@link #mayRefuse}, {@link #mayRefuseSlopes} or {@link #mayRefuseTraining}, and the tests of
 * that are skipped with its message.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendConformance
    implements IntervalConformance,
        RowConformance,
        RelaxationConformance,
        SigmoidConformance,
        SlopeConformance,
        AscentConformance,
        PointConformance,
        TrainingConformance,
        TriangleConformance {
  private final Precision precision;
  private ComputeBackend backend;

  protected BackendConformance(Precision precision) {
    this.precision = precision;
  }

  /** Opens the backend; {@link AvailableBackend#open} does for all but deliberately wrong ones. */
  protected abstract ComputeBackend open();

  @BeforeAll
  void openBackend() {
    backend = open();
  }

  @AfterAll
  void closeBackend() {
    if (backend != null) {
      backend.close();
    }
  }

  @Override
  public ComputeBackend backend() {
    return backend;
  }

  @Override
  public Precision precision() {
    return precision;
  }
}
