package dev.hasse.compute.reference;

import dev.hasse.compute.BackendProvider;
import dev.hasse.compute.ComputeBackend;

/** Finds the reference backend; it runs anywhere and is chosen last. */
public final class ReferenceProvider implements BackendProvider {
  @Override
  public String name() {
    return ReferenceBackend.NAME;
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public ComputeBackend open() {
    return new ReferenceBackend();
  }
}
