package dev.hasse.bound.lattice;

import dev.hasse.solver.SolverInstance;
import java.util.HashSet;
import java.util.Set;

/** The instances that may be solving, so that all can be stopped from another thread. */
final class ActiveSolves {
  private final Set<SolverInstance> instances = new HashSet<>();
  private boolean cancelled;

  synchronized void add(SolverInstance instance) {
    instances.add(instance);
    if (cancelled) {
      instance.interrupt();
    }
  }

  synchronized void remove(SolverInstance instance) {
    instances.remove(instance);
  }

  /** Interrupts all, and all that are added from now on. */
  synchronized void cancel() {
    cancelled = true;
    instances.forEach(SolverInstance::interrupt);
  }
}
