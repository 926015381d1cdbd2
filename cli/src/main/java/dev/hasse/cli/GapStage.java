package dev.hasse.cli;

import java.util.Locale;

/** What bounds a box in {@code gap}, each no looser than those before. */
enum GapStage {
  IBP,
  CROWN,
  /** The top of the lattice: a linear program. */
  LP,
  /** The element that was asked for. */
  ELEMENT,
  /** The bottom of the lattice: the network. */
  EXACT;

  /** As it is written in results. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
