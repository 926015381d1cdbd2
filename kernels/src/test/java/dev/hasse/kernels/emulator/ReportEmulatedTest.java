package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.api.Test;

/** Counts of kernels whose counts can be told by hand. */
@Emulated
class ReportEmulatedTest {
  /** Per warp: a loop of 5 turns with 2 fma, a shared load of 4-fold conflict, a strided load. */
  @Test
  void countsAreThoseOfTheProgram() throws IOException {
    String body =
        """
        shl.b32 %r1, %r13, 4;
        add.u32 %r1, %r1, %r15;
        st.shared.u32 [%r1], %r13;
        mul.wide.u32 %rd1, %r10, 8;
        add.u64 %rd1, %rd1, %rd11;
        ld.global.u32 %r5, [%rd1];
        mov.u32 %r2, 5;
        mov.f32 %f1, 0f3F800000;
        LOOP:
        fma.rn.f32 %f1, %f1, %f1, %f1;
        fma.rm.f32 %f1, %f1, %f1, %f1;
        ld.shared.u32 %r3, [%r1];
        sub.u32 %r2, %r2, 1;
        setp.ne.u32 %p1, %r2, 0;
        @%p1 bra LOOP;
        """;
    try (EmulatedDevice device = new EmulatedDevice(Ptx.kernel("countedByHand", body))) {
      CUdeviceptr in = device.upload(new int[2 * 128]);
      device.run("countedByHand", 2, 64, in);
    }
    JsonNode kernel = kernel("countedByHand");
    int warps = 4;
    assertEquals(1, kernel.path("launches").asInt());
    assertEquals(128, kernel.path("threads").asInt());
    assertEquals(warps * 10, kernel.at("/warpInstructions/fusedFloat").asInt());
    assertEquals(warps * 8, kernel.at("/globalLoads/sectors").asInt());
    assertEquals(warps * 4, kernel.at("/globalLoads/idealSectors").asInt());
    assertEquals(warps * 6 * 4, kernel.at("/shared/wavefronts").asInt());
    assertEquals(warps * 6 * 3, kernel.at("/shared/conflicts").asInt());
    JsonNode loop = kernel.at("/loops/0");
    assertEquals(warps * 5, loop.path("iterations").asInt());
    assertEquals(warps * 5 * 6, loop.at("/warpInstructions/total").asInt());
    assertEquals(Ptx.FIRST_LINE + 9, loop.path("fromLine").asInt());
    assertEquals(Ptx.FIRST_LINE + 14, loop.path("toLine").asInt());
    assertEquals(1.0 / 3, loop.path("fusedFloatShare").asDouble(), 1e-6);
  }

  private static JsonNode kernel(String name) throws IOException {
    Path report = Path.of(System.getenv("HASSE_EMULATOR_REPORT"));
    for (JsonNode kernel : new ObjectMapper().readTree(report.toFile()).path("kernels")) {
      if (kernel.path("name").asText().equals(name)) {
        return kernel;
      }
    }
    throw new IllegalStateException("No " + name + " in the report");
  }
}
