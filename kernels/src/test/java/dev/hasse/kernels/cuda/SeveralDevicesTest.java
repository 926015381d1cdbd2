package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All devices work, and bounds do not depend on how many there are, bit by bit. */
final class SeveralDevicesTest {
  /** More than one chunk: a small network's chunks have 4096 boxes. */
  private static final int BOXES = 9000;

  @TempDir private Path folder;

  @Test
  void boundsDoNotDependOnTheNumberOfDevices() throws Exception {
    ChildProcess.Result one = ChildProcess.emulated(folder).run(BoundMethod.IBP, BOXES, 1);
    ChildProcess.Result two =
        ChildProcess.emulated(folder).device("count=2").run(BoundMethod.IBP, BOXES, 1);
    assertEquals("2", one.only("lanes"));
    assertEquals("4", two.only("lanes"));
    assertEquals(one.only("bounds"), two.only("bounds"));
    assertTrue(two.only("device").startsWith("2 x "), two.only("device"));
    assertEquals(List.of(), two.faults());
  }
}
