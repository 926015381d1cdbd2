package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.kernels.cuda.KernelEntry.Resources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every kernel assembles for every architecture with the assembler inside JCuda, and stays in
 * registers; the manifest says of it what is true.
 */
class PtxAssemblyTest {
  private static final List<String> ARCHITECTURES = List.of("sm_75", "sm_80", "sm_90");

  /** Registers of a multiprocessor of all these architectures. */
  private static final int REGISTERS = 65536;

  /** Static shared memory that every architecture has for a block. */
  private static final int SHARED = 48 * 1024;

  /** Assemblers of different versions may differ by what makes no difference to occupancy. */
  private static final int ALLOCATION_UNIT = 8;

  @TestFactory
  Stream<DynamicTest> everyKernelStaysInRegisters() throws IOException {
    return PtxFile.all()
        .flatMap(
            file ->
                ARCHITECTURES.stream()
                    .map(
                        architecture ->
                            DynamicTest.dynamicTest(
                                file.name() + " for " + architecture,
                                () -> check(file, architecture))));
  }

  private static void check(PtxFile file, String architecture) {
    Map<String, Resources> found = PtxAssembler.assemble(file, architecture);
    assertEquals(new TreeSet<>(file.entries()), found.keySet(), "kernels assembled");
    for (KernelEntry kernel : kernelsOf(file)) {
      Resources taken = found.get(kernel.name());
      Resources stated = kernel.resources().get(architecture);
      assertEquals(0, taken.spills(), kernel.name() + " spills");
      assertEquals(0, taken.local(), kernel.name() + " uses local memory");
      assertEquals(stated.shared(), taken.shared(), kernel.name() + ", shared memory");
      assertEquals(
          stated.registers(), taken.registers(), ALLOCATION_UNIT, kernel.name() + ", registers");
      assertTrue(taken.shared() <= SHARED, kernel.name() + " has too much shared memory");
      assertTrue(
          taken.registers() * kernel.block() <= REGISTERS, kernel.name() + " cannot be launched");
    }
  }

  @TestFactory
  Stream<DynamicTest> theManifestListsTheKernelsOfEachFile() throws IOException {
    return PtxFile.all()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.name(),
                    () ->
                        assertEquals(
                            new TreeSet<>(file.entries()),
                            new TreeSet<>(
                                kernelsOf(file).stream().map(KernelEntry::name).toList()))));
  }

  @Test
  void theManifestNamesNoOtherFile() throws IOException {
    assertEquals(
        new TreeSet<>(PtxFile.all().map(PtxFile::name).toList()),
        new TreeSet<>(KernelEntry.all().stream().map(KernelEntry::file).toList()));
  }

  /** The compiler's own figures, which need not be those of the assembler above. */
  @Test
  void theManifestStatesNoSpills() {
    for (KernelEntry kernel : KernelEntry.all()) {
      assertEquals(new TreeSet<>(ARCHITECTURES), kernel.resources().keySet(), kernel.name());
      for (Resources stated : kernel.resources().values()) {
        assertEquals(0, stated.spills(), kernel.name() + " spills");
        assertEquals(0, stated.local(), kernel.name() + " uses local memory");
        assertTrue(stated.registers() > 0, kernel.name() + " has no registers");
      }
    }
  }

  private static List<KernelEntry> kernelsOf(PtxFile file) {
    return KernelEntry.all().stream().filter(k -> k.file().equals(file.name())).toList();
  }
}
