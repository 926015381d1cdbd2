package dev.hasse.kernels.cuda;

import dev.hasse.compute.DeviceMemoryException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one place where results of driver calls are looked at, one a device. Shared by threads.
 *
 * <p>Every failure but lack of memory puts the device out of use: after an illegal address or a
 * launch that failed the driver answers every call of the process with the same error, and after
 * any other failure something that was asked for did not happen, so no later result could be
 * trusted. From then on each verb throws the first failure at once. Closing goes on all the same
 * and throws nothing, so that it cannot hide what is on its way up; a failure that only closing
 * meets is kept for {@link #throwUnseen}.
 */
final class DriverStatus {
  private static final int SUCCESS = 0;
  private static final int OUT_OF_MEMORY = 2;

  private final AtomicReference<CudaException> first = new AtomicReference<>();
  private final AtomicBoolean seen = new AtomicBoolean();

  /**
   * Looks at a result.
   *
   * @param call the driver's function
   * @throws DeviceMemoryException when the device has no room
   * @throws CudaException on any other failure
   */
  void check(String call, int code) {
    if (code != SUCCESS) {
      throw failure(call, code);
    }
  }

  /** Whether a call found room; other failures are thrown. */
  boolean hadRoom(String call, int code) {
    if (code == OUT_OF_MEMORY) {
      return false;
    }
    check(call, code);
    return true;
  }

  /** Looks at the result of a call that gives something back; throws nothing. */
  void checkClosing(String call, int code) {
    if (code != SUCCESS) {
      first.compareAndSet(null, CudaException.of(call, code));
    }
  }

  /** Throws the first failure, if there was one. */
  void requireWorking() {
    CudaException failure = first.get();
    if (failure != null) {
      seen.set(true);
      throw CudaException.after(failure);
    }
  }

  /** Throws the first failure if nobody was told of it yet. */
  void throwUnseen() {
    CudaException failure = first.get();
    if (failure != null && seen.compareAndSet(false, true)) {
      throw failure;
    }
  }

  /** Whether the device failed. */
  boolean failed() {
    return first.get() != null;
  }

  private RuntimeException failure(String call, int code) {
    CudaException failure = CudaException.of(call, code);
    if (code == OUT_OF_MEMORY) {
      return new DeviceMemoryException(failure.getMessage(), failure);
    }
    boolean isFirst = first.compareAndSet(null, failure);
    seen.set(true);
    return isFirst ? failure : CudaException.after(first.get());
  }
}
