package dev.hasse.sweep;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/** Where a sweep's rows are kept. Used by one thread at a time. */
public interface SweepResults {
  /** Numbers of the questions that have a row. The caller may change the set. */
  BitSet answered();

  /**
   * Keeps rows, all or none of them. When this returns they survive the death of the process.
   *
   * @param rows of questions without a row
   * @throws IOException with a sentence for the user; what was kept before stays readable
   */
  void append(List<SweepRow> rows) throws IOException;
}
