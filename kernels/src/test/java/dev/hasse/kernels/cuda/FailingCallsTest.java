package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.kernels.emulator.Emulated;
import dev.hasse.kernels.emulator.Emulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever call of the driver fails: it is named, nothing is left behind, nothing hangs. */
@Emulated
@Timeout(60)
final class FailingCallsTest {
  private static final int BOXES = 20;

  /** Calls while the network is uploaded, and later ones while boxes are bounded. */
  @ParameterizedTest
  @CsvSource({
    "cuCtxSetCurrent, 1",
    "cuCtxSetCurrent, 9",
    "cuStreamCreate, 1",
    "cuStreamCreate, 2",
    "cuMemHostAlloc, 1",
    "cuMemHostAlloc, 2",
    "cuMemHostAlloc, 4",
    "cuMemAlloc_v2, 1",
    "cuMemAlloc_v2, 12",
    "cuEventCreate, 1",
    "cuEventCreate, 2",
    "cuMemGetInfo_v2, 1",
    "cuMemcpyHtoDAsync_v2, 1",
    "cuMemcpyHtoDAsync_v2, 30",
    "cuMemcpyDtoHAsync_v2, 1",
    "cuMemsetD8Async, 1",
    "cuStreamSynchronize, 1",
    "cuStreamSynchronize, 3",
    "cuModuleLoadData, 1",
    "cuModuleLoadData, 2",
    "cuModuleGetFunction, 1",
    "cuModuleGetFunction, 5",
    "cuLaunchKernel, 1",
    "cuLaunchKernel, 12",
  })
  void aFailureIsNamedAndLeavesNothingBehind(String call, int which) throws Exception {
    try (Emulation emulation = Emulation.ofFailures(call + ":" + which + "=1")) {
      Scenario scenario = Scenario.run(BoundMethod.CROWN, BOXES, 2);
      List<RuntimeException> failures = new ArrayList<>(scenario.failures());
      if (scenario.closing() != null) {
        failures.add(scenario.closing());
      }
      assertFalse(failures.isEmpty(), "nothing failed");
      failures.forEach(failure -> checkNamed(failure, call));
      assertEquals(List.of(), scenario.found(), "bounds of a device that failed");
      assertEquals(List.of(), emulation.faults(), "left behind");
    }
  }

  /**
   * Calls that give something back after all bounds are known: the failure is told once, at the
   * end. (The first page and event are given back once the network is uploaded.)
   */
  @ParameterizedTest
  @CsvSource({
    "cuMemFree_v2, 1",
    "cuMemFreeHost, 2",
    "cuEventDestroy_v2, 2",
    "cuStreamDestroy_v2, 1",
    "cuModuleUnload, 1",
  })
  void aFailureOfClosingIsToldOnce(String call, int which) throws Exception {
    try (Emulation emulation = Emulation.ofFailures(call + ":" + which + "=1")) {
      Scenario scenario = Scenario.run(BoundMethod.CROWN, BOXES, 1);
      assertEquals(1, scenario.found().size());
      checkNamed(scenario.closing(), call);
      assertEquals(0, scenario.closing().getSuppressed().length);
      // What the failed call was to give back is left, and only that.
      assertTrue(emulation.faults().size() <= 1, emulation.faults()::toString);
    }
  }

  private static void checkNamed(RuntimeException failure, String call) {
    CudaException cuda = assertInstanceOf(CudaException.class, failure);
    assertEquals(1, cuda.code());
    assertTrue(cuda.getMessage().contains(call.replace("_v2", "")), cuda.getMessage());
    assertTrue(cuda.getMessage().contains("CUDA_ERROR_INVALID_VALUE (1)"), cuda.getMessage());
  }

  /** A device that is lost stays so: the first failure is told each time, at once. */
  @ParameterizedTest
  @ValueSource(ints = {700, 716, 719, 999})
  void aLostDeviceTellsItsFirstFailureEachTime(int code) throws Exception {
    try (Emulation emulation = Emulation.ofFailures("cuStreamSynchronize:3=" + code)) {
      Scenario scenario = Scenario.run(BoundMethod.CROWN, BOXES, 3);
      assertEquals(3, scenario.failures().size());
      for (RuntimeException failure : scenario.failures()) {
        assertEquals(code, assertInstanceOf(CudaException.class, failure).code());
        assertTrue(failure.getMessage().contains("cuStreamSynchronize failed: CUDA_ERROR_"));
      }
      assertTrue(scenario.failures().get(0).getMessage().startsWith("cuStreamSynchronize failed"));
      assertNull(scenario.closing(), "it was told before");
      assertEquals(List.of(), emulation.faults());
    }
  }
}
