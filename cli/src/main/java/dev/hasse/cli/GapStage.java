package dev.hasse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What bounds a box in {@code gap}, in the order of its columns. Each is no looser than those
 * before, but for what comes after SDP: the lattice does not know that stage's bounds, so that a
 * stage's number says what its own relaxation gives.
 */
enum GapStage {
  IBP,
  CROWN,
  /** The top of the lattice: a linear program. */
  LP,
  /** The semidefinite relaxation, beside the lattice and only where it was asked for. */
  SDP,
  /** The element that was asked for. */
  ELEMENT,
  /** The bottom of the lattice: the network. */
  EXACT;

  /**
   * The stages of a run.
   *
   * @param semidefinite whether SDP is one
   */
  static List<GapStage> all(boolean semidefinite) {
    List<GapStage> stages = new ArrayList<>(List.of(values()));
    if (!semidefinite) {
      stages.remove(SDP);
    }
    return List.copyOf(stages);
  }

  /** As it is written in results. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
