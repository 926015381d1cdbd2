package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.IntStream;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.api.Test;

/** Lanes go apart and meet again. */
@Emulated
class DivergenceEmulatedTest {
  /** The Collatz steps of the thread's number: a loop that every lane leaves at its own time. */
  @Test
  void lanesLeaveLoopsAtTheirOwnTime() {
    String body =
        """
        mov.u32 %r1, 0;
        add.u32 %r2, %r10, 1;
        HEAD:
        setp.eq.u32 %p1, %r2, 1;
        @%p1 bra DONE;
        add.u32 %r1, %r1, 1;
        and.b32 %r3, %r2, 1;
        setp.eq.u32 %p2, %r3, 0;
        @%p2 bra EVEN;
        mad.lo.u32 %r2, %r2, 3, 1;
        bra HEAD;
        EVEN:
        shr.u32 %r2, %r2, 1;
        bra.uni HEAD;
        DONE:
        st.global.u32 [%rd10], %r1;
        """;
    assertArrayEquals(
        IntStream.rangeClosed(1, 256).map(DivergenceEmulatedTest::collatz).toArray(),
        results(body, 256));
  }

  private static int collatz(int start) {
    int steps = 0;
    for (int n = start; n != 1; n = n % 2 == 0 ? n / 2 : 3 * n + 1) {
      steps++;
    }
    return steps;
  }

  private static int[] results(String body, int threads) {
    try (EmulatedDevice device = new EmulatedDevice(Ptx.kernel("k", body))) {
      CUdeviceptr out = device.allocate(4L * threads);
      device.run("k", 1, threads, out);
      return device.ints(out, threads);
    }
  }
}
