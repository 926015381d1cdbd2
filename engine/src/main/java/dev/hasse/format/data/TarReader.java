package dev.hasse.format.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the files of a tar archive in POSIX ustar format: a header of 512 bytes, then the content,
 * padded to 512. As much of the format as npm writes; extended headers, which npm adds for the long
 * names that no data set here has, are skipped.
 */
final class TarReader {
  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int TYPE_OFFSET = 156;
  private static final long LARGEST = 1L << 28;

  private TarReader() {}

  /** Takes one file. */
  @FunctionalInterface
  interface Visitor {
    void file(String path, byte[] content) throws IOException;
  }

  /** Calls the visitor for each regular file, in their order. */
  static void read(InputStream tar, Visitor visitor) throws IOException {
    byte[] header = tar.readNBytes(BLOCK);
    while (header.length == BLOCK && header[0] != 0) {
      long size = size(header);
      byte[] content = tar.readNBytes((int) size);
      long padding = (BLOCK - size % BLOCK) % BLOCK;
      if (content.length != size || tar.readNBytes((int) padding).length != padding) {
        throw new EOFException("the archive ends inside a file");
      }
      if (header[TYPE_OFFSET] == '0' || header[TYPE_OFFSET] == 0) {
        visitor.file(text(header, 0, NAME_LENGTH), content);
      }
      header = tar.readNBytes(BLOCK);
    }
  }

  private static long size(byte[] header) throws IOException {
    String digits = text(header, SIZE_OFFSET, SIZE_LENGTH).strip();
    try {
      long size = Long.parseLong(digits, 8);
      if (size >= 0 && size <= LARGEST) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new IOException("no tar archive: the size of a file is '" + digits + "'", e);
    }
    throw new IOException("a file of 0" + digits + " bytes (octal), more than " + LARGEST);
  }

  /** A field that ends at its first zero byte. */
  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.UTF_8);
  }
}
