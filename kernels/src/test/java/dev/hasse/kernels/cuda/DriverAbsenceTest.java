package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.BackendUnavailableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What the backend says where there is no driver. */
final class DriverAbsenceTest {
  @Test
  void withoutADriverItSaysWhatToInstallEachTime() {
    for (int k = 0; k < 2; k++) {
      String message = refusal().getMessage();
      assertTrue(
          message.startsWith("found no NVIDIA driver (libcuda.so.1 cannot be loaded), needed is")
              && message.contains("install NVIDIA's driver"),
          message);
      assertTrue(!message.contains("\n") && message.length() < 300, message);
    }
  }

  @Test
  void withoutADriverItFindsNoDevice() {
    String message = refusal().getMessage();
    assertEquals(List.of(), new CudaProvider().devices(), message);
  }

  /** What opening the backend says; where there is a driver the test is skipped. */
  private static BackendUnavailableException refusal() {
    try {
      new CudaProvider().open().close();
    } catch (BackendUnavailableException e) {
      if (e.getCause() instanceof LinkageError) {
        return e;
      }
    }
    throw new TestAbortedException("this machine has NVIDIA's driver");
  }
}
