package dev.hasse.verify;

import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.semidefinite.SemidefiniteAnalysis;
import java.util.List;
import java.util.Optional;

/**
 * What methods that optimise run on, all of the same network; each is there only where one of them
 * wants it. Closing closes them.
 *
 * @param lattice for {@code lp} and {@code milp}
 * @param semidefinite for {@code sdp}
 */
public record Optimizers(
    Optional<LatticeAnalysis> lattice, Optional<SemidefiniteAnalysis> semidefinite)
    implements AutoCloseable {
  /** Nothing, for propagation alone. */
  public static final Optimizers NONE = new Optimizers(Optional.empty(), Optional.empty());

  /** Linear and mixed-integer programs only. */
  public static Optimizers of(LatticeAnalysis lattice) {
    return new Optimizers(Optional.of(lattice), Optional.empty());
  }

  /** Whether something for any method is there. */
  public boolean isPresent() {
    return lattice.isPresent() || semidefinite.isPresent();
  }

  /** Whether all methods can run. */
  boolean serve(List<BoundMethod> methods) {
    return methods.stream()
        .allMatch(
            method ->
                method == BoundMethod.SDP
                    ? semidefinite.isPresent()
                    : lattice.isPresent() || !method.wantsSolver());
  }

  @Override
  public void close() {
    lattice.ifPresent(LatticeAnalysis::close);
    semidefinite.ifPresent(SemidefiniteAnalysis::close);
  }
}
