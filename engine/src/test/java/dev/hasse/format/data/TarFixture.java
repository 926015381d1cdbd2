package dev.hasse.format.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes tar entries. */
final class TarFixture {
  private TarFixture() {}

  static void append(ByteArrayOutputStream tar, String path, byte[] content) {
    append(tar, path, content, '0');
  }

  static void append(ByteArrayOutputStream tar, String path, byte[] content, char type) {
    byte[] header = new byte[512];
    copy(path, header, 0);
    copy(String.format("%011o", content.length), header, 124);
    header[156] = (byte) type;
    copy("ustar", header, 257);
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
  }

  private static void copy(String text, byte[] header, int offset) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
