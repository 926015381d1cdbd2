package dev.hasse.sweep;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results in memory, which refuse a second row for a question. */
class KeptRows implements SweepResults {
  private final Map<Long, SweepRow> rows = new TreeMap<>();

  @Override
  public synchronized BitSet answered() {
    BitSet answered = new BitSet();
    rows.keySet().forEach(question -> answered.set(Math.toIntExact(question)));
    return answered;
  }

  @Override
  public synchronized void append(List<SweepRow> some) throws IOException {
    for (SweepRow row : some) {
      if (rows.put(row.question(), row) != null) {
        throw new IOException("question " + row.question() + " has two rows");
      }
    }
  }

  /** All rows in the order of their questions. */
  synchronized List<SweepRow> rows() {
    return List.copyOf(rows.values());
  }

  synchronized int count() {
    return rows.size();
  }
}
