package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of kernels says what the PTX and its manifest say. */
final class KernelTest {
  private static final Map<String, String> TYPES =
      Map.of("u64", "p", "u32", "i", "f32", "f", "f64", "d");

  @ParameterizedTest
  @EnumSource(Kernel.class)
  void parametersAreThoseOfThePtx(Kernel kernel) throws IOException {
    Matcher entry =
        Pattern.compile("\\.visible \\.entry " + kernel.symbol() + "\\(([^)]*)\\)")
            .matcher(text(kernel.file().resource()));
    assertTrue(entry.find(), kernel.symbol() + " is not in " + kernel.file().resource());
    String types =
        Pattern.compile("\\.param \\.(\\w+) ")
            .matcher(entry.group(1))
            .results()
            .map(type -> TYPES.get(type.group(1)))
            .collect(Collectors.joining());
    assertEquals(types, kernel.parameters());
  }

  @ParameterizedTest
  @EnumSource(Kernel.class)
  void blocksAndTilesAreThoseOfTheManifest(Kernel kernel) throws IOException {
    String entry = entry(kernel);
    Grid grid = kernel.grid();
    assertEquals(number(entry, "block"), grid.block());
    if (entry.contains("tileRows")) {
      assertEquals(number(entry, "tileRows"), grid.tileRows());
      assertEquals(number(entry, "tileColumns"), grid.tileColumns());
    } else {
      assertEquals(0, grid.tileColumns());
      assertEquals(grid.block() == 256, grid.strides(), "block 256 strides, 128 takes whole rows");
    }
  }

  @Test
  void everyKernelOfTheManifestIsInTheTable() throws IOException {
    TreeSet<String> listed =
        Pattern.compile("\"(\\w+)\": \\{\"file\"")
            .matcher(text("manifest.json"))
            .results()
            .map(name -> name.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> table =
        Arrays.stream(Kernel.values())
            .map(Kernel::symbol)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(listed, table);
  }

  private static String entry(Kernel kernel) throws IOException {
    Matcher entry =
        Pattern.compile("\"" + kernel.symbol() + "\": \\{\"file\": \"([^\"]*)\"([^{}]*)\\{")
            .matcher(text("manifest.json"));
    assertTrue(entry.find(), kernel.symbol() + " is not in the manifest");
    assertEquals(kernel.file().resource(), entry.group(1));
    return entry.group(2);
  }

  private static int number(String entry, String key) {
    Matcher found = Pattern.compile("\"" + key + "\": (\\d+)").matcher(entry);
    assertTrue(found.find(), key + " in " + entry);
    return Integer.parseInt(found.group(1));
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = Kernel.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
