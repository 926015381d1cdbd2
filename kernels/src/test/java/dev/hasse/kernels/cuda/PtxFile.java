package dev.hasse.kernels.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One PTX file as it is shipped, with the sources it was made from.
 *
 * @param name without extension
 * @param text of the file
 */
record PtxFile(String name, String text) {
  private static final Path SOURCES = Path.of("src", "main", "cuda");
  private static final Path SHIPPED =
      Path.of("src", "main", "resources", "dev", "hasse", "kernels", "cuda");
  private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"([^\"]*)\"$");
  private static final Pattern ENTRY = Pattern.compile("(?m)^\\.visible \\.entry (\\w+)\\(");

  /** Every file that is shipped. */
  static Stream<PtxFile> all() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".ptx"))
          .sorted()
          .map(file -> new PtxFile(file.substring(0, file.length() - 4), read(SHIPPED, file)))
          .toList()
          .stream();
    }
  }

  /** The manifest that is shipped. */
  static String manifest() {
    return read(SHIPPED, "manifest.json");
  }

  /** The script that makes the files. */
  static String buildScript() {
    return read(SOURCES, "build");
  }

  /** Names of all sources that should have a PTX file. */
  static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".cu"))
          .map(file -> file.substring(0, file.length() - 3))
          .sorted()
          .toList();
    }
  }

  /** Kernel names in the order of the file. */
  List<String> entries() {
    return ENTRY.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** The hash that the first line states. */
  String statedHash() {
    String prefix = "// source-sha256: ";
    String first = text.substring(0, text.indexOf('\n'));
    return first.startsWith(prefix) ? first.substring(prefix.length()) : "none";
  }

  /** The hash of the source and of the headers it includes, headers by name. */
  String sourceHash() {
    String source = read(SOURCES, name + ".cu");
    TreeSet<String> headers = new TreeSet<>();
    addIncluded(source, headers);
    StringBuilder all = new StringBuilder(source);
    headers.forEach(header -> all.append(read(SOURCES, header)));
    try {
      byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void addIncluded(String text, TreeSet<String> headers) {
    for (MatchResult found : INCLUDE.matcher(text).results().toList()) {
      if (headers.add(found.group(1))) {
        addIncluded(read(SOURCES, found.group(1)), headers);
      }
    }
  }

  private static String read(Path folder, String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new IllegalStateException("the test runs in the folder of its module", e);
    }
  }
}
