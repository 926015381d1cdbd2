package dev.hasse.sweep.spark;

import dev.hasse.sweep.SweepResults;
import dev.hasse.sweep.SweepRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The rows of one partition, in memory until all are there. */
final class PartitionRows implements SweepResults {
  private final List<SweepRow> rows = new ArrayList<>();

  @Override
  public synchronized BitSet answered() {
    BitSet answered = new BitSet();
    rows.forEach(row -> answered.set(Math.toIntExact(row.question())));
    return answered;
  }

  @Override
  public synchronized void append(List<SweepRow> more) {
    rows.addAll(more);
  }

  synchronized List<SweepRow> rows() {
    return List.copyOf(rows);
  }
}
