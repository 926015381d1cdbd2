package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomProgramsComputeWhatEachThreadWould(long seed) {
    RandomProgram program = new RandomProgram(seed);
    assertArrayEquals(
        IntStream.range(0, 96).map(program::result).toArray(),
        results(program.ptx(), 96),
        () -> "seed " + seed);
  }

  /** Where some lanes return in a branch, the others are together again after it. */
  @Test
  void lanesMeetAgainAfterOthersReturned() {
    String body =
        """
        setp.lt.u32 %p1, %r13, 8;
        @!%p1 bra JOIN;
        setp.lt.u32 %p2, %r13, 4;
        @%p2 ret;
        JOIN:
        bar.sync 0;
        activemask.b32 %r1;
        st.global.u32 [%rd10], %r1;
        """;
    int[] results = new int[32];
    java.util.Arrays.fill(results, 4, 32, 0xfffffff0);
    assertArrayEquals(results, results(body, 32));
  }

  private static int[] results(String body, int threads) {
    try (EmulatedDevice device = new EmulatedDevice(Ptx.kernel("k", body))) {
      CUdeviceptr out = device.upload(new int[threads]);
      device.run("k", 1, threads, out);
      return device.ints(out, threads);
    }
  }
}
