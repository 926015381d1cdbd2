package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.api.Test;

/** Host threads use the emulated device at the same time, in one context. */
@Emulated
class ThreadsEmulatedTest {
  @Test
  void threadsShareAContext() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (Emulation emulation = Emulation.ofDefaults()) {
      List<Callable<int[]>> work = List.of(() -> sums(1), () -> sums(2), () -> sums(3));
      int factor = 0;
      for (Future<int[]> result : threads.invokeAll(work)) {
        factor++;
        assertArrayEquals(new int[] {100 * factor}, result.get());
      }
      assertTrue(emulation.faults().isEmpty());
    } finally {
      threads.shutdown();
    }
  }

  private static int[] sums(int factor) {
    String body = "red.global.add.u32 [%rd11], " + factor + ";\n";
    try (EmulatedDevice device = new EmulatedDevice(Ptx.kernel("add", body))) {
      CUdeviceptr sum = device.upload(new int[1]);
      for (int k = 0; k < 50; k++) {
        device.free(device.upload(new int[100]));
        device.run("add", 1, 2, sum);
      }
      return device.ints(sum, 1);
    }
  }
}
