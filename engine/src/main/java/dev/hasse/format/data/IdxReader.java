package dev.hasse.format.data;

import static java.util.stream.Collectors.joining;

import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads IDX files of unsigned bytes, the format of MNIST, plain or packed with gzip. Memory follows
 * the bytes that are there, not what the header claims.
 */
public final class IdxReader {
  private static final int UNSIGNED_BYTE = 8;

  private final InputFile file;

  private IdxReader(InputFile file) {
    this.file = file;
  }

  /** Reads images: three dimensions, {@code [image][row][column]}. */
  public static IdxBytes images(Path path) throws InputFileException {
    return new IdxReader(InputFile.of(path)).read(3, "images");
  }

  /** Reads labels: one dimension; rows and columns are then 1. */
  public static IdxBytes labels(Path path) throws InputFileException {
    return new IdxReader(InputFile.of(path)).read(1, "labels");
  }

  private IdxBytes read(int rank, String what) throws InputFileException {
    try (InputStream in = file.open()) {
      byte[] header = in.readNBytes(4 + 4 * rank);
      requireMagic(header, rank, what);
      if (header.length < 4 + 4 * rank) {
        throw file.error(
            "byte " + header.length, "the file ends within its header of " + rank + " dimensions");
      }
      int[] sizes = {1, 1, 1};
      ByteBuffer.wrap(header, 4, 4 * rank).asIntBuffer().get(sizes, 0, rank);
      int length = length(sizes, rank);
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length || in.read() >= 0) {
        throw file.error(
            "",
            "the header promises %s bytes, the file holds %s"
                .formatted(product(sizes, rank), bytes.length < length ? bytes.length : "more"));
      }
      return new IdxBytes(sizes[0], sizes[1], sizes[2], bytes);
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private void requireMagic(byte[] header, int rank, String what) throws InputFileException {
    if (header.length < 4
        || header[0] != 0
        || header[1] != 0
        || header[2] != UNSIGNED_BYTE
        || header[3] != rank) {
      throw file.error(
          "byte 0",
          "not an IDX file of %s; it should begin with the bytes 0 0 %d %d"
              .formatted(what, UNSIGNED_BYTE, rank));
    }
  }

  private int length(int[] sizes, int rank) throws InputFileException {
    long length = 1;
    for (int size : sizes) {
      if (size < 1 || length * size > Integer.MAX_VALUE - 8) {
        throw file.error(
            "byte 4", "dimensions %s are empty or beyond 2 GiB".formatted(product(sizes, rank)));
      }
      length *= size;
    }
    return (int) length;
  }

  /** The sizes in words, of labels their count alone. */
  private static String product(int[] sizes, int rank) {
    return Arrays.stream(sizes, 0, rank).mapToObj(String::valueOf).collect(joining(" x "));
  }
}
