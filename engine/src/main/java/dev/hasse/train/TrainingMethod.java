package dev.hasse.train;

import java.util.Locale;

/** What a network is trained for. */
public enum TrainingMethod {
  /** The cross-entropy at the samples. */
  STANDARD,
  /** The cross-entropy at points that an attack moved within the samples' balls. */
  PGD,
  /** The cross-entropy at the worst margins by interval bounds. */
  IBP,
  /** The same by interval bounds and CROWN rows through them. */
  CROWN_IBP;

  /** Whether boxes go through the network. */
  public boolean isCertified() {
    return this == IBP || this == CROWN_IBP;
  }

  /** In small letters, as people write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
