package dev.hasse.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aparapi.Kernel;
import com.aparapi.device.OpenCLDevice;
import org.junit.jupiter.api.Test;

/** A kernel runs on its device or not at all. */
final class KernelLauncherTest {
  /** Its recursion has no counterpart in OpenCL; on the JVM it would run. */
  static final class Recursive extends Kernel {
    final int[] result = new int[1];

    @Override
    public void run() {
      result[0] = factorial(5);
    }

    int factorial(int n) {
      return n < 2 ? 1 : n * factorial(n - 1);
    }
  }

  @Test
  void aKernelThatOpenClCannotRunFails() {
    OpenCLDevice device = AnyDevice.find();
    Recursive kernel = new Recursive();
    KernelLauncher launcher = new KernelLauncher(kernel, device);
    try {
      LaunchFailedException failure =
          assertThrows(LaunchFailedException.class, () -> launcher.run(1));
      assertTrue(failure.getMessage().contains(device.getName()), failure.getMessage());
      assertEquals(0, kernel.result[0], "it ran on the JVM");
    } finally {
      kernel.dispose();
    }
  }

  @Test
  void theVerbsRefuseToRunOnTheJvm() {
    AnyDevice.find(); // loads Aparapi quietly
    VerbKernel kernel = new VerbKernel();
    IllegalStateException refusal = assertThrows(IllegalStateException.class, kernel::run);
    assertTrue(refusal.getMessage().contains("Java"), refusal.getMessage());
  }
}
