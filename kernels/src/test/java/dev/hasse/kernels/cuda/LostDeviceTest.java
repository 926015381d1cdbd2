package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that is lost on the way stays so: the first failure is told each time, at once. */
final class LostDeviceTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {700, 716, 719, 999})
  void laterCallsTellTheFirstFailure(int code) throws Exception {
    ChildProcess.Result result =
        ChildProcess.emulated(folder).failing("cuStreamSynchronize:3=" + code).run(50, 3);
    List<String> failures = result.all("failed");
    assertEquals(3, failures.size(), result::toString);
    assertTrue(
        failures.get(0).startsWith("CudaException: cuStreamSynchronize failed: CUDA_ERROR_"),
        failures.get(0));
    for (String failure : failures) {
      assertTrue(failure.contains("cuStreamSynchronize failed: "), failure);
      assertTrue(failure.contains("(" + code + ")"), failure);
    }
    assertEquals(List.of(), result.all("closing failed"), "it was told before");
    assertEquals("", result.errors());
  }
}
