package dev.hasse.format;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Feeds a reader damaged copies of a good file. Each must be read or be refused with an {@link
 * InputFileException} whose message names the file; anything else fails the test with the seed.
 */
public final class Malformed {
  /** Reads a file and throws what it must about it. */
  public interface Reader {
    void read(Path file) throws InputFileException;
  }

  private final Path file;
  private final byte[] good;
  private final Reader reader;
  private int refused;

  /**
   * @param file the good file; its damaged copies are written beside it
   */
  public Malformed(Path file, Reader reader) throws IOException {
    this.file = file.resolveSibling("damaged-" + file.getFileName());
    this.good = Files.readAllBytes(file);
    this.reader = reader;
  }

  /** Cuts the file off after every {@code step}-th byte; returns how many were refused. */
  public int truncateEverywhere(int step) throws IOException {
    for (int length = 0; length < good.length; length += step) {
      feed(Arrays.copyOf(good, length), "cut to " + length + " bytes");
    }
    return refused;
  }

  /** Changes one to four bytes; returns how many files were refused. */
  public int flip(long seed, int rounds) throws IOException {
    for (int round = 0; round < rounds; round++) {
      Random random = new Random(seed + round);
      byte[] damaged = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      feed(damaged, "seed " + (seed + round));
    }
    return refused;
  }

  private void feed(byte[] bytes, String what) throws IOException {
    Files.write(file, bytes);
    try {
      reader.read(file);
    } catch (InputFileException e) {
      refused++;
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    } catch (RuntimeException | Error e) {
      fail(what + " of " + file, e);
    }
  }
}
