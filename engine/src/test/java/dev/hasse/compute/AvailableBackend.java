package dev.hasse.compute;

import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.util.Arrays;
import org.opentest4j.TestAbortedException;

/** Opens a backend for a test, or skips the test with the reason. */
public final class AvailableBackend {
  private AvailableBackend() {}

  /**
   * Loads a network, or skips the test with the backend's own words where it may refuse what the
   * network has.
   */
  public static Session load(Subject subject, Network network) {
    try {
      return subject.backend().load(network);
    } catch (UnsupportedOpException e) {
      for (Node node : network.nodes()) {
        if (subject.mayRefuse(node.op())) {
          throw new TestAbortedException(e.getMessage(), e);
        }
      }
      throw e;
    }
  }

  /**
   * Runs a test of rows with slopes of their own, or skips it with the backend's own words where it
   * may refuse them.
   */
  public static void withSlopes(Subject subject, Runnable test) {
    try {
      test.run();
    } catch (UnsupportedOpException e) {
      if (subject.mayRefuseSlopes()) {
        throw new TestAbortedException(e.getMessage(), e);
      }
      throw e;
    }
  }

  /** Makes a session of training, or skips the test where the backend may refuse to train. */
  public static TrainingSession train(Subject subject, Parameters parameters) {
    try {
      return subject.backend().train(parameters);
    } catch (UnsupportedOperationException e) {
      if (subject.mayRefuseTraining()) {
        throw new TestAbortedException(e.getMessage(), e);
      }
      throw e;
    }
  }

  /**
   * Opens a backend by name.
   *
   * @throws TestAbortedException when it cannot run here and {@code -Drequire.backends} does not
   *     name it
   */
  public static ComputeBackend open(String name) {
    try {
      return Backends.open(name);
    } catch (BackendUnavailableException e) {
      String required = System.getProperty("require.backends", "");
      if (Arrays.asList(required.split(",")).contains(name)) {
        throw new AssertionError("backend " + name + " is required: " + e.getMessage(), e);
      }
      throw new TestAbortedException("backend " + name + " is not available: " + e.getMessage());
    }
  }
}
