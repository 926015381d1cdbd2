package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever call of the driver fails: it is named, nothing is left behind, nothing hangs. */
final class FailingCallsTest {
  private static final int BOXES = 20;

  @TempDir private Path folder;

  /** Calls while the device is opened. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuDeviceGetCount",
        "cuDeviceGet",
        "cuDeviceGetName",
        "cuDeviceTotalMem_v2",
        "cuDeviceGetAttribute",
        "cuDevicePrimaryCtxRetain",
      })
  void aDeviceThatCannotBeOpenedIsUnavailable(String call) throws Exception {
    ChildProcess.Result result = ChildProcess.emulated(folder).failing(call + ":1=1").run(BOXES, 1);
    String reason = result.only("unavailable");
    assertTrue(reason.contains("CUDA_ERROR_INVALID_VALUE (1)"), reason);
    assertEquals(List.of(), result.faults());
  }

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
    "cuMemAlloc_v2, 8",
    "cuEventCreate, 1",
    "cuEventCreate, 2",
    "cuMemGetInfo_v2, 1",
    "cuMemcpyHtoDAsync_v2, 1",
    "cuMemcpyHtoDAsync_v2, 20",
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
    ChildProcess.Result result =
        ChildProcess.emulated(folder).failing(call + ":" + which + "=1").run(BOXES, 2);
    List<String> failures =
        result.lines().stream().filter(line -> line.contains("failed ")).toList();
    assertFalse(failures.isEmpty(), result::toString);
    String name = call.replaceAll("_v2$", "");
    for (String failure : failures) {
      assertTrue(failure.contains("CudaException"), failure);
      assertTrue(failure.contains(name), failure);
      assertTrue(failure.contains("CUDA_ERROR_INVALID_VALUE (1)"), failure);
    }
    assertEquals(List.of(), result.all("bounds"), "bounds of a device that failed");
    assertEquals("", result.errors());
    assertEquals(List.of(), result.faults(), "left behind");
  }

  /** Calls that give something back: all else is given back too, and the failure is told once. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuMemFree_v2",
        "cuMemFreeHost",
        "cuEventDestroy_v2",
        "cuStreamDestroy_v2",
        "cuModuleUnload",
      })
  void aFailureOfClosingIsToldOnce(String call) throws Exception {
    ChildProcess.Result result = ChildProcess.emulated(folder).failing(call + ":1=1").run(BOXES, 1);
    assertEquals(1, result.all("bounds").size(), result::toString);
    String failure = result.only("closing failed");
    assertTrue(failure.contains(call.replaceAll("_v2$", "")), failure);
    // What the failed call was to give back is left, and only that.
    assertTrue(result.faults().size() <= 1, result::toString);
  }
}
