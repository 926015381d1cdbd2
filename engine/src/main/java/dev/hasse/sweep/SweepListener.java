package dev.hasse.sweep;

/** Is told how far a sweep is: about once a second, by one thread. */
@FunctionalInterface
public interface SweepListener {
  void progressed(SweepProgress progress);
}
