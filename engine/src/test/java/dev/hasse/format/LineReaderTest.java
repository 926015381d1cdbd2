package dev.hasse.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {
  @TempDir private Path folder;

  @Test
  void endsOfLinesAndOfTheFile() throws Exception {
    assertEquals(List.of(), lines(""));
    assertEquals(List.of(""), lines("\n"));
    assertEquals(List.of("a"), lines("a"));
    assertEquals(List.of("a", "", "b"), lines("a\r\n\nb\n"));
    assertEquals(List.of("a\rb", "c"), lines("a\rb\nc\r"));
  }

  @Test
  void aByteOrderMarkIsSkippedAtTheStartOnly() throws Exception {
    assertEquals(List.of("ä", "\uFEFFb"), lines("\uFEFFä\n\uFEFFb"));
    assertEquals(List.of("", "b"), lines("\uFEFF\nb"));
  }

  @Test
  void linesMayBeLongerThanAnyBuffer() throws Exception {
    Random random = new Random(3);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String letter = i % 7 == 0 ? "é" : "x";
      expected.add(letter.repeat(random.nextInt(i % 10 == 0 ? 300_000 : 9_000)));
    }
    assertEquals(expected, lines(String.join("\n", expected) + "\n"));
  }

  @Test
  void badBytesAreNamedByTheirLine() throws Exception {
    Path file = folder.resolve("bad.txt");
    Files.write(file, new byte[] {'a', '\n', 'b', (byte) 0xe9, '\n'});
    try (LineReader reader = LineReader.open(InputFile.of(file))) {
      assertTrue(reader.advance());
      InputFileException e = assertThrows(InputFileException.class, reader::advance);
      assertTrue(e.getMessage().contains("line 2"), e.getMessage());
    }
  }

  private List<String> lines(String content) throws IOException, InputFileException {
    Path file = folder.resolve("lines.txt");
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    try (LineReader reader = LineReader.open(InputFile.of(file))) {
      while (reader.advance()) {
        lines.add(reader.line());
      }
      assertFalse(reader.advance(), "a file that has ended goes on");
    }
    return lines;
  }
}
