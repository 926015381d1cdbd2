package dev.hasse.format.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.format.InputFileException;
import dev.hasse.format.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {
  @TempDir Path folder;

  /** A file with this magic number, these dimensions and {@code length} bytes 0, 1, 2 ... */
  private Path write(int magic, int[] dimensions, int length) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + length).putInt(magic);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    for (int i = 0; i < length; i++) {
      bytes.put((byte) i);
    }
    return Files.write(folder.resolve("data-ubyte"), bytes.array());
  }

  @Test
  void readsImagesAndLabels() throws Exception {
    IdxBytes images = IdxReader.images(write(0x803, new int[] {40, 2, 3}, 240));
    assertEquals(40, images.count());
    assertEquals(2, images.rows());
    assertEquals(3, images.columns());
    assertEquals(6, images.size());
    assertEquals(239, images.at(39, 5));
    IdxBytes labels = IdxReader.labels(write(0x801, new int[] {10}, 10));
    assertEquals(10, labels.count());
    assertEquals(7, labels.at(7, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> labels.at(7, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> labels.at(10, 0));
  }

  @Test
  void recognisesGzipByItsContent() throws Exception {
    Path plain = write(0x801, new int[] {3}, 3);
    Path packed = folder.resolve("labels");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(Files.readAllBytes(plain));
    }
    Files.write(packed, bytes.toByteArray());
    assertEquals(2, IdxReader.labels(packed).at(2, 0));
  }

  @Test
  void headersThatLieAreRefusedWithoutTakingMemory() throws Exception {
    assertRefused(write(0x803, new int[] {60000, 28, 28}, 10), "60000 x 28 x 28", "holds 10");
    assertRefused(write(0x803, new int[] {1 << 30, 2, 1}, 10), "beyond 2 GiB");
    assertRefused(write(0x803, new int[] {2_000_000, 32, 32}, 10), "holds 10");
    assertRefused(write(0x803, new int[] {-1, 28, 28}, 10), "empty or beyond");
    assertRefused(write(0x803, new int[] {0, 28, 28}, 0), "empty or beyond");
    assertRefused(write(0x803, new int[] {1, 2, 2}, 5), "holds more");
    assertRefused(write(0x803, new int[] {1, 2}, 0), "ends within its header");
    assertRefused(write(0x801, new int[] {4}, 4), "0 0 8 3");
    assertRefused(write(0xd03, new int[] {1, 1, 1}, 4), "0 0 8 3");
    assertRefused(Files.write(folder.resolve("none"), new byte[0]), "0 0 8 3");
  }

  @Test
  void labelsAreCountedInOneDimension() throws Exception {
    Path labels = write(0x801, new int[] {1000}, 10);
    String message =
        assertThrows(InputFileException.class, () -> IdxReader.labels(labels)).getMessage();
    assertTrue(message.contains("promises 1000 bytes, the file holds 10"), message);
  }

  private static void assertRefused(Path file, String... parts) {
    String message =
        assertThrows(InputFileException.class, () -> IdxReader.images(file)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void damagedFilesNeverEndInAnotherException() throws Exception {
    Path file = write(0x803, new int[] {2, 3, 3}, 18);
    assertEquals(34, new Malformed(file, IdxReader::images).truncateEverywhere(1));
    assertTrue(new Malformed(file, IdxReader::images).flip(9, 500) > 100);
  }
}
