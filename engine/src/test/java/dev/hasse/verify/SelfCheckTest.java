package dev.hasse.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.network.Node;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SelfCheckTest {
  @Test
  void aWorkingBackendAgrees() {
    SelfCheck check = run("cpu", lane -> lane);
    assertEquals(Optional.empty(), check.fault());
    assertTrue(check.boxes() > 0);
  }

  @Test
  void aBackendThatForgetsReluIsNoticed() {
    assertTrue(run("reference", ForgetsRelu::new).fault().isPresent());
  }

  private static SelfCheck run(String name, UnaryOperator<Lane> change) {
    try (ComputeBackend backend = new DelegatingBackend(AvailableBackend.open(name), change);
        ComputeBackend judge = AvailableBackend.open("reference")) {
      return SelfCheck.run(backend, judge, 0, 5);
    }
  }

  /** Doubles where it should apply a ReLU. */
  private static final class ForgetsRelu extends DelegatingLane {
    ForgetsRelu(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalActivation(Node node, Tensor.Interval input) {
      return intervalAdd(input, input);
    }
  }
}
