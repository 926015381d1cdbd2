package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.api.Test;

/** Shuffles, votes, atomics, barriers. */
@Emulated
class WarpEmulatedTest {
  @Test
  void butterflySumsAWarp() {
    check(
        """
        mov.u32 %r1, %r10;
        shfl.sync.bfly.b32 %r2, %r1, 16, 31, -1; add.u32 %r1, %r1, %r2;
        shfl.sync.bfly.b32 %r2, %r1, 8, 31, -1; add.u32 %r1, %r1, %r2;
        shfl.sync.bfly.b32 %r2, %r1, 4, 31, -1; add.u32 %r1, %r1, %r2;
        shfl.sync.bfly.b32 %r2, %r1, 2, 31, -1; add.u32 %r1, %r1, %r2;
        shfl.sync.bfly.b32 %r2, %r1, 1, 31, -1; add.u32 %r1, %r1, %r2;
        """,
        i -> IntStream.range(i / 32 * 32, i / 32 * 32 + 32).sum());
  }

  @Test
  void shufflesUpKeepTheFirstLanesOfASegment() {
    // c: segments of 8 lanes, clamp 0.
    check("shfl.sync.up.b32 %r1, %r10, 3, 6144, -1;\n", i -> i % 8 < 3 ? i : i - 3);
  }

  @Test
  void shufflesDownSayWhichLanesTheyLeft() {
    check(
        """
        shfl.sync.down.b32 %r1|%p1, %r10, 5, 31, -1;
        @!%p1 mov.u32 %r1, 1000;
        """,
        i -> i % 32 + 5 > 31 ? 1000 : i + 5);
  }

  @Test
  void shufflesByIndexWithinSegments() {
    check(
        """
        mul.lo.u32 %r2, %r10, 3;
        shfl.sync.idx.b32 %r1, %r10, %r2, 4127, -1;
        """,
        i -> i / 16 * 16 + 3 * i % 16);
  }

  @Test
  void ballotsAndVotesCountTheLanesThere() {
    check(
        """
        and.b32 %r2, %r10, 1; setp.eq.u32 %p1, %r2, 1; mov.u32 %r1, 7;
        @!%p1 bra DONE;
        setp.gt.u32 %p2, %r13, 8;
        vote.sync.ballot.b32 %r1, %p2, 0xaaaaaaaa;
        vote.sync.any.pred %p3, !%p2, 0xaaaaaaaa;
        @%p3 add.u32 %r1, %r1, 1;
        DONE:
        """,
        i -> i % 2 == 0 ? 7 : i < 32 ? 0xaaaaaa00 + 1 : 0xaaaaaaaa);
  }

  @Test
  void matchesFindEqualLanes() {
    check(
        """
        and.b32 %r2, %r10, 3;
        match.any.sync.b32 %r1, %r2, -1;
        """,
        i -> 0x11111111 << i % 4);
  }

  @Test
  void sharedMemoryCrossesABarrier() {
    check(
        """
        st.shared.u32 [%r16], %r10;
        bar.sync 0;
        sub.u32 %r2, 63, %r13; mad.lo.u32 %r2, %r2, 4, %r15;
        ld.shared.u32 %r1, [%r2];
        """,
        i -> 63 - i);
  }

  @Test
  void sharedMemoryCrossesAWarp() {
    check(
        """
        st.shared.u32 [%r16], %r10;
        bar.warp.sync -1;
        xor.b32 %r2, %r13, 1; mad.lo.u32 %r2, %r2, 4, %r15;
        ld.shared.u32 %r1, [%r2];
        """,
        i -> i ^ 1);
  }

  @Test
  void barriersReduce() {
    check(
        """
        setp.lt.u32 %p1, %r13, 40;
        bar.red.popc.u32 %r1, 0, %p1;
        bar.red.and.pred %p2, 0, %p1;
        bar.red.or.pred %p3, 0, !%p1;
        @%p2 add.u32 %r1, %r1, 100;
        @%p3 add.u32 %r1, %r1, 1000;
        """,
        i -> 1040);
  }

  @Test
  void dynamicSharedMemoryFollowsTheStatic() {
    check(
        """
        mov.u32 %r2, dynamic; sub.u32 %r3, %r2, %r15; add.u32 %r4, %r2, %r14;
        st.shared.u32 [%r4], %r3; ld.shared.u32 %r1, [%r4];
        """,
        i -> 4096);
  }

  @Test
  void genericAddressesFindTheirSpace() {
    check(
        """
        cvt.u64.u32 %rd1, %r16; cvta.shared.u64 %rd2, %rd1; st.u32 [%rd2], %r10;
        ld.shared.u32 %r1, [%r16];
        mov.u64 %rd3, own; cvta.local.u64 %rd4, %rd3; st.u32 [%rd4+8], %r1;
        ld.local.u32 %r2, [own+8]; add.u32 %r1, %r1, %r2;
        """,
        i -> 2 * i);
  }

  @Test
  void atomicsLoseNothing() {
    try (EmulatedDevice device =
        new EmulatedDevice(
            Ptx.kernel(
                "k",
                """
        atom.global.add.u64 %rd1, [%rd12], 1;
        red.global.max.u32 [%rd12+8], %r10;
        atom.global.min.s32 %r1, [%rd12+12], %r10;
        atom.global.exch.b32 %r2, [%rd12+16], %r10;
        atom.global.cas.b32 %r3, [%rd12+20], 0, 9;
        red.global.or.b32 [%rd12+24], 6;
        cvt.u32.u64 %r4, %rd1;
        st.global.u32 [%rd10], %r4;
        """))) {
      CUdeviceptr out = device.allocate(4 * 256);
      CUdeviceptr cells = device.upload(new int[] {0, 0, 3, 77, 0, 0, 1, 0});
      device.run("k", 4, 64, out, cells);
      assertArrayEquals(
          IntStream.range(0, 256).toArray(),
          IntStream.of(device.ints(out, 256)).sorted().toArray());
      assertArrayEquals(new int[] {256, 0, 255, 0, 255, 9, 7, 0}, device.ints(cells, 8));
    }
  }

  /** The body leaves its result in %r1. */
  private static void check(String body, IntUnaryOperator expected) {
    String ptx = Ptx.kernel("k", body + "st.global.u32 [%rd10], %r1;\n");
    try (EmulatedDevice device = new EmulatedDevice(ptx)) {
      CUdeviceptr out = device.allocate(4 * 64);
      device.run("k", 1, 64, 1024, out);
      assertArrayEquals(IntStream.range(0, 64).map(expected).toArray(), device.ints(out, 64));
    }
  }
}
