package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.kernels.emulator.Emulated;
import dev.hasse.kernels.emulator.Emulation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the backend says where driver or device are not enough: one sentence. */
@Emulated
final class UnusableDeviceTest {
  @Test
  void anOldDriverIsNamedWithWhatIsNeeded() {
    check("driver=9020", "", "found a driver for CUDA 9.2, needed is one for CUDA 10.0 or newer");
  }

  @Test
  void withoutAGpuItSaysSo() {
    check("count=0", "", "found NVIDIA's driver but no GPU, needed is one of compute capability");
  }

  @Test
  void anOldGpuIsNamedWithWhatIsNeeded() {
    check(
        "name=Old One;major=6;minor=1",
        "",
        "found Old One (compute capability 6.1) with 4.0 GiB, needed is a GPU of compute");
  }

  @Test
  void aDriverThatDoesNotStartIsNoSurprise() {
    check("", "cuInit:1=999", "NVIDIA's driver does not start (CUDA_ERROR_UNKNOWN (999)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuDeviceGet",
        "cuDeviceGetName",
        "cuDeviceTotalMem_v2",
        "cuDeviceGetAttribute",
        "cuDevicePrimaryCtxRetain",
      })
  void aDeviceThatRefusesIsUnavailable(String call) {
    check(
        "",
        call + ":1=1",
        "the CUDA driver refuses: "
            + call.replace("_v2", "")
            + " failed: CUDA_ERROR_INVALID_VALUE");
  }

  /** The first was opened by then, and is given back. */
  @Test
  void aSecondDeviceThatRefusesIsUnavailableToo() {
    check(
        "count=2",
        "cuDevicePrimaryCtxRetain:2=2",
        "the CUDA driver refuses: cuDevicePrimaryCtxRetain failed: CUDA_ERROR_OUT_OF_MEMORY");
  }

  private static void check(String device, String failures, String begin) {
    try (Emulation emulation = Emulation.of(device, failures)) {
      BackendUnavailableException e =
          assertThrows(BackendUnavailableException.class, () -> new CudaProvider().open());
      assertTrue(e.getMessage().startsWith(begin), e.getMessage());
      assertTrue(!e.getMessage().contains("\n") && e.getMessage().length() < 400, e.getMessage());
      assertEquals(List.of(), emulation.faults());
    }
  }
}
