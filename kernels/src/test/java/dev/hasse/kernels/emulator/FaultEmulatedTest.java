package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs with planted faults: each is found, with its kernel, line and thread. */
@Emulated
class FaultEmulatedTest {
  private static final int ILLEGAL_ADDRESS = 700;
  private static final int MISALIGNED = 716;
  private static final int FAILED = 719;

  /**
   * A program and what must be found. It runs with 64 threads a block on 256 written and, behind
   * the second pointer, 256 unwritten bytes.
   *
   * @param line of the body, from 0
   */
  record Planted(String name, String body, int line, int thread, int code, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Planted> planted() {
    return Stream.of(
        new Planted(
            "load after the end",
            lines("ld.global.u32 %r1, [%rd10+128];"),
            0,
            32,
            ILLEGAL_ADDRESS,
            "0 bytes after the end of the 256 bytes"),
        new Planted(
            "store before the begin",
            lines("st.global.u32 [%rd10+-4], %r10;"),
            0,
            0,
            ILLEGAL_ADDRESS,
            "4 bytes before the 256 bytes"),
        new Planted(
            "vector over the end",
            lines(
                "mul.wide.u32 %rd1, %r10, 16; add.u64 %rd1, %rd1, %rd11;",
                "ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd1];"),
            1,
            16,
            ILLEGAL_ADDRESS,
            "after the end"),
        new Planted(
            "null",
            lines("mov.u64 %rd1, 0;", "ld.global.u32 %r1, [%rd1];"),
            1,
            0,
            ILLEGAL_ADDRESS,
            "0x0"),
        new Planted(
            "misaligned load",
            lines("setp.ge.u32 %p1, %r10, 60;", "@!%p1 ld.global.u64 %rd1, [%rd10];"),
            1,
            1,
            MISALIGNED,
            "not aligned to 8 bytes"),
        new Planted(
            "misaligned shared store",
            lines("st.shared.u32 [%r16+2], %r10;"),
            0,
            0,
            MISALIGNED,
            "not aligned to 4 bytes"),
        new Planted(
            "unwritten global",
            lines("ld.global.u8 %h1, [%rd12+100];"),
            0,
            0,
            FAILED,
            "reads what nobody wrote"),
        new Planted(
            "unwritten shared",
            lines(
                "setp.ne.u32 %p1, %r13, 40;",
                "@%p1 st.shared.u32 [%r16], %r10;", "bar.sync 0;", "ld.shared.u32 %r1, [%r16];"),
            3,
            40,
            FAILED,
            "reads what nobody wrote"),
        new Planted(
            "shared out of bounds",
            lines("st.shared.u32 [%r16+4000], %r10;"),
            0,
            24,
            ILLEGAL_ADDRESS,
            "out of bounds"),
        new Planted(
            "local out of bounds",
            lines("st.local.u32 [own+64], %r10;"),
            0,
            0,
            ILLEGAL_ADDRESS,
            "out of bounds"),
        new Planted(
            "write-write race",
            lines(
                "mov.u32 %r1, area;",
                "setp.lt.u32 %p1, %r13, 2;", "@%p1 st.shared.u32 [%r1], %r13;"),
            2,
            1,
            FAILED,
            "races with the write of thread 0 of the block"),
        new Planted(
            "read after another warp's write",
            lines(
                "st.shared.u32 [%r16], %r13;",
                "xor.b32 %r1, %r13, 32;",
                "mad.lo.u32 %r1, %r1, 4, %r15;",
                "setp.ge.u32 %p1, %r13, 32;",
                "@%p1 ld.shared.u32 %r2, [%r1];"),
            4,
            32,
            FAILED,
            "races with the write of thread 0 of the block"),
        new Planted(
            "read after a write of the same warp",
            lines(
                "st.shared.u32 [%r16], %r13;",
                "xor.b32 %r1, %r13, 1;",
                "mad.lo.u32 %r1, %r1, 4, %r15;",
                "ld.shared.u32 %r2, [%r1];"),
            3,
            0,
            FAILED,
            "races with the write of thread 1 of the block"),
        new Planted(
            "write after reads",
            lines(
                "st.shared.u32 [%r16], %r13;",
                "bar.sync 0;",
                "ld.shared.u32 %r2, [%r15];",
                "setp.eq.u32 %p1, %r13, 63;",
                "@%p1 st.shared.u32 [%r15], %r13;"),
            4,
            63,
            FAILED,
            "races with the read of thread"),
        new Planted(
            "barrier in half a warp",
            lines(
                "setp.lt.u32 %p1, %r13, 16;",
                "@%p1 bra AFTER;", "bar.sync 0;", "AFTER:", "mov.u32 %r1, 0;"),
            2,
            0,
            FAILED,
            "barrier divergence"),
        new Planted(
            "different barriers",
            lines(
                "setp.lt.u32 %p1, %r13, 32;",
                "@%p1 bra OTHER;",
                "bar.sync 0;",
                "bra AFTER;",
                "OTHER:",
                "bar.sync 0;",
                "AFTER:",
                "mov.u32 %r1, 0;"),
            2,
            32,
            FAILED,
            "barrier divergence"),
        new Planted(
            "shuffle with lanes that left",
            lines(
                "setp.lt.u32 %p1, %r13, 3;",
                "@%p1 ret;", "shfl.sync.bfly.b32 %r1, %r10, 1, 31, -1;"),
            2,
            0,
            FAILED,
            "named in the member mask"),
        new Planted(
            "shuffle from a lane outside",
            lines(
                "setp.gt.u32 %p1, %r13, 2;", "@%p1 ret;", "shfl.sync.idx.b32 %r1, %r10, 9, 31, 7;"),
            2,
            0,
            FAILED,
            "from lane 9"),
        new Planted(
            "division by zero",
            lines("sub.u32 %r1, %r10, 5;", "div.u32 %r2, %r10, %r1;"),
            1,
            5,
            FAILED,
            "division by zero"),
        new Planted(
            "trap", lines("setp.eq.u32 %p1, %r10, 7;", "@%p1 trap;"), 1, 7, FAILED, "trap"));
  }

  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  @ParameterizedTest
  @MethodSource("planted")
  void isFound(Planted planted) {
    String name = "planted" + planted.thread();
    String line = "line " + (Ptx.FIRST_LINE + planted.line()) + ",";
    try (Emulation emulation = Emulation.ofDefaults();
        EmulatedDevice device = new EmulatedDevice(Ptx.kernel(name, planted.body()))) {
      CUdeviceptr written = device.upload(new int[64]);
      CUdeviceptr unwritten = device.allocate(256);
      EmulatedFault fault =
          assertThrows(EmulatedFault.class, () -> device.run(name, 1, 64, written, unwritten));
      assertEquals(planted.code(), fault.code(), fault.getMessage());
      for (String part :
          List.of(
              "kernel " + name + ",",
              line,
              "block (0,0,0), thread (" + planted.thread() + ",0,0)",
              planted.text())) {
        assertTrue(fault.getMessage().contains(part), fault.getMessage() + " has no " + part);
      }
      assertEquals(1, emulation.faults().size());
    }
  }

  @Test
  void useAfterFreeIsFound() {
    try (EmulatedDevice device =
        new EmulatedDevice(Ptx.kernel("k", "ld.global.u32 %r1, [%rd10];\n"))) {
      CUdeviceptr gone = device.upload(new int[64]);
      device.free(gone);
      EmulatedFault fault = assertThrows(EmulatedFault.class, () -> device.run("k", 1, 64, gone));
      assertEquals(ILLEGAL_ADDRESS, fault.code());
      assertTrue(fault.getMessage().contains("in memory that was freed"), fault.getMessage());
    }
  }

  @Test
  void blocksThatWriteDifferentValuesAreFound() {
    String body = "st.global.u32 [%rd11], %r11;\n";
    try (EmulatedDevice device = new EmulatedDevice(Ptx.kernel("k", body))) {
      CUdeviceptr out = device.upload(new int[1]);
      EmulatedFault fault = assertThrows(EmulatedFault.class, () -> device.run("k", 2, 1, out));
      assertEquals(FAILED, fault.code());
      assertTrue(fault.getMessage().contains("block (1,0,0)"), fault.getMessage());
      assertTrue(fault.getMessage().contains("races with block 0"), fault.getMessage());
    }
  }

  @Test
  void blocksThatReadWhatOthersWroteAreFound() {
    String body = "ld.global.u32 %r1, [%rd11];\nst.global.u32 [%rd11], %r1;\n";
    try (EmulatedDevice device = new EmulatedDevice(Ptx.kernel("k", body))) {
      CUdeviceptr out = device.upload(new int[1]);
      EmulatedFault fault = assertThrows(EmulatedFault.class, () -> device.run("k", 2, 1, out));
      assertTrue(fault.getMessage().contains("races with block 0"), fault.getMessage());
    }
  }

  @Test
  void leaksAreFound() {
    try (Emulation emulation = Emulation.ofDefaults()) {
      JCudaDriver.cuInit(0);
      CUdevice device = new CUdevice();
      JCudaDriver.cuDeviceGet(device, 0);
      CUcontext context = new CUcontext();
      JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
      JCudaDriver.cuCtxSetCurrent(context);
      JCudaDriver.cuMemAlloc(new CUdeviceptr(), 1000);
      JCudaDriver.cuStreamCreate(new CUstream(), 0);
      JCudaDriver.cuDevicePrimaryCtxRelease(device);
      assertEquals(2, emulation.faults().size());
      assertTrue(emulation.faults().get(0).startsWith("leak: device memory of 1000 bytes"));
      assertEquals("leak: 1 streams were not destroyed", emulation.faults().get(1));
    }
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void whatIsUnknownIsNamed(String instruction, String named) {
    EmulatedFault fault =
        assertThrows(
            EmulatedFault.class, () -> new EmulatedDevice(Ptx.kernel("k", instruction + "\n")));
    assertEquals(218, fault.code());
    assertTrue(fault.getMessage().contains("PTX line " + Ptx.FIRST_LINE), fault.getMessage());
    assertTrue(fault.getMessage().contains(named), fault.getMessage());
  }

  static Stream<Arguments> unknown() {
    return Stream.of(
            List.of("fma.rn.ftz.f32 %f1, %f2, %f3, %f4;", "unknown opcode fma.rn.ftz.f32"),
            List.of("sin.approx.f32 %f1, %f2;", "unknown opcode sin.approx.f32"),
            List.of("mul.f32 %f1, %f2, %f3;", "mul.f32"),
            List.of("ld.global.strange.u32 %r1, [%rd10];", "unknown modifier strange"),
            List.of("atom.global.add.f32 %f1, [%rd10], %f2;", "unknown atomic add.f32"),
            List.of("add.u32 %r1, %r2, %rd3;", "register %rd3 of 8 bytes as .u32"),
            List.of("mov.u32 %r1, %clock;", "%clock"),
            List.of("bra NOWHERE;", "NOWHERE"),
            List.of("bar.sync 0, 32;", "2 operands"))
        .map(pair -> Arguments.of(pair.toArray()));
  }
}
