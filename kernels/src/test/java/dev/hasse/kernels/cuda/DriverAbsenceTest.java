package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the backend says where it cannot run: one sentence, and nothing else is printed. */
final class DriverAbsenceTest {
  @TempDir private Path folder;

  @Test
  void withoutADriverItSaysWhatToInstall() throws Exception {
    ChildProcess.Result result = ChildProcess.withoutDriver(folder).run(1, 1);
    if (!result.all("device").isEmpty()) {
      return; // this machine has a driver of its own
    }
    check(result, "found no NVIDIA driver (libcuda.so.1 cannot be loaded)");
  }

  @Test
  void anOldDriverIsNamedWithWhatIsNeeded() throws Exception {
    ChildProcess child = ChildProcess.emulated(folder).device("driver=9020");
    check(child.run(1, 1), "found a driver for CUDA 9.2, needed is one for CUDA 10.0 or newer");
  }

  @Test
  void withoutAGpuItSaysSo() throws Exception {
    ChildProcess child = ChildProcess.emulated(folder).device("count=0");
    check(child.run(1, 1), "found NVIDIA's driver but no GPU");
  }

  @Test
  void anOldGpuIsNamedWithWhatIsNeeded() throws Exception {
    ChildProcess child = ChildProcess.emulated(folder).device("name=Old One;major=6;minor=1");
    check(
        child.run(1, 1),
        "found Old One (compute capability 6.1), needed is a GPU of compute capability 7.5");
  }

  @Test
  void aDriverThatDoesNotStartIsNoSurprise() throws Exception {
    ChildProcess child = ChildProcess.emulated(folder).failing("cuInit:1=999");
    check(child.run(1, 1), "NVIDIA's driver does not start (CUDA_ERROR_UNKNOWN (999)");
  }

  private static void check(ChildProcess.Result result, String begin) {
    String reason = result.only("unavailable");
    String message = "BackendUnavailableException: " + begin;
    assertTrue(reason.startsWith(message), reason);
    assertTrue(reason.length() < 400, reason);
    assertEquals("", result.errors());
    assertEquals(List.of(), result.faults());
  }
}
