package dev.hasse.kernels.cuda.model;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Predicted time of a launch: the longest of what each part of the device needs if nothing else
 * holds it up. Blocks go to multiprocessors evenly, so the busiest has {@code ceil(blocks / 132)}
 * of them.
 */
record Prediction(double seconds, Term binds, Work work) {
  /** What can bind a launch. */
  enum Term {
    ISSUE,
    DOUBLES,
    SHARED,
    MEMORY,
    LAUNCH;

    /** For tables. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Prediction of(Counts counts, long blocks, Work work) {
    double busiest = Math.ceil((double) blocks / H100.MULTIPROCESSORS) / blocks;
    Map<Term, Double> terms = new TreeMap<>();
    terms.put(Term.ISSUE, busiest * counts.instructions() / H100.ISSUES / H100.CLOCK);
    terms.put(Term.DOUBLES, busiest * counts.doubles() / H100.DOUBLES / H100.CLOCK);
    terms.put(Term.SHARED, busiest * counts.wavefronts() / H100.WAVEFRONTS / H100.CLOCK);
    terms.put(Term.MEMORY, work.bytes() / H100.BANDWIDTH);
    terms.put(Term.LAUNCH, H100.LAUNCH);
    Term binds = terms.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    return new Prediction(terms.get(binds), binds, work);
  }
}
