package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingTrainingLane;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.compute.training.Values;
import dev.hasse.kernels.cuda.TrainingGradientTest.Evaluated;
import dev.hasse.kernels.emulator.Emulated;
import dev.hasse.kernels.emulator.Emulation;
import dev.hasse.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training where calls of the driver fail, memory is short, or there are several devices. */
@Emulated
@Timeout(60)
final class TrainingFailuresTest {
  private static Evaluated train(Network network) throws Exception {
    try (ComputeBackend backend = new CudaProvider().open()) {
      return TrainingGradientTest.evaluated(
          backend, network, TrainingGradientTest.weights(0.3, 0.6));
    }
  }

  /** Calls while the parameters are uploaded, while a lane is opened, and while it works. */
  @ParameterizedTest
  @CsvSource({
    "cuStreamCreate, 1",
    "cuStreamCreate, 2",
    "cuMemHostAlloc, 2",
    "cuMemHostAlloc, 4",
    "cuEventCreate, 3",
    "cuEventCreate, 5",
    "cuMemcpyHtoDAsync_v2, 1",
    "cuMemcpyHtoDAsync_v2, 12",
    "cuMemcpyDtoHAsync_v2, 1",
    "cuMemsetD8Async, 1",
    "cuMemsetD8Async, 9",
    "cuStreamSynchronize, 1",
    "cuStreamSynchronize, 4",
    "cuModuleLoadData, 2",
    "cuLaunchKernel, 1",
    "cuLaunchKernel, 60",
  })
  void aFailureIsNamedAndLeavesNothingBehind(String call, int which) throws Exception {
    try (Emulation emulation = Emulation.ofFailures(call + ":" + which + "=1")) {
      RuntimeException failure =
          assertThrows(RuntimeException.class, () -> train(TrainingNetworks.residual()));
      assertInstanceOf(CudaException.class, failure);
      String named = call.replaceAll("_v2$", "");
      assertTrue(failure.getMessage().contains(named), failure.getMessage());
      assertEquals(List.of(), emulation.faults(), "left behind");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4096, 40_000})
  void aDeviceThatIsTooSmallIsAClearFailure(long bytes) throws Exception {
    try (Emulation emulation = Emulation.ofDevice("memory=" + bytes)) {
      DeviceMemoryException failure =
          assertThrows(DeviceMemoryException.class, () -> train(TrainingNetworks.residual()));
      assertNotNull(failure.getMessage());
      assertEquals(List.of(), emulation.faults());
    }
  }

  /** The second try of an allocation, after caches were emptied, succeeds: nobody notices. */
  @Test
  void anAllocationThatFailsIsTriedAgain() throws Exception {
    Network network = TrainingNetworks.dense();
    Evaluated expected;
    try (Emulation emulation = Emulation.ofDefaults()) {
      expected = train(network);
      assertEquals(List.of(), emulation.faults());
    }
    try (Emulation emulation = Emulation.ofFailures("cuMemAlloc_v2:3=2,cuMemAlloc_v2:30=2")) {
      Evaluated found = train(network);
      assertArrayEquals(expected.gradient(), found.gradient());
      assertEquals(List.of(), emulation.faults());
    }
  }

  /** Notes how many samples each upload of inputs has. */
  private static final class WatchedLane extends DelegatingTrainingLane {
    private final int inputs;
    private final Set<Integer> uploads;

    WatchedLane(TrainingLane lane, int inputs, Set<Integer> uploads) {
      super(lane);
      this.inputs = inputs;
      this.uploads = uploads;
    }

    @Override
    public Values upload(int rows, int width, float[] values) {
      Values result = super.upload(rows, width, values);
      if (width == inputs) {
        uploads.add(rows);
      }
      return result;
    }
  }

  /** Training of a network, and the numbers of samples that were uploaded. */
  private static Evaluated watched(Network network, Set<Integer> uploads) throws Exception {
    try (ComputeBackend backend =
        new DelegatingBackend(
            new CudaProvider().open(),
            UnaryOperator.identity(),
            lane -> new WatchedLane(lane, network.inputs(), uploads))) {
      return TrainingGradientTest.evaluated(
          backend, network, TrainingGradientTest.weights(0.3, 0.6));
    }
  }

  private static void assertClose(Evaluated expected, Evaluated found) {
    assertArrayEquals(expected.gradient(), found.gradient(), 1e-5f);
    assertEquals(expected.loss().loss(), found.loss().loss(), 1e-5);
    assertEquals(expected.loss().correct(), found.loss().correct());
    assertEquals(expected.loss().certified(), found.loss().certified());
  }

  /** The second try fails too: half of the 11 samples are enough, whichever allocation it was. */
  @ParameterizedTest
  @ValueSource(ints = {30, 40, 50, 60, 75})
  void whereThereIsNoRoomAMicroBatchIsHalved(int which) throws Exception {
    Network network = TrainingNetworks.residual();
    Evaluated expected;
    Set<Integer> uploads = new ConcurrentSkipListSet<>();
    try (Emulation emulation = Emulation.ofDefaults()) {
      expected = watched(network, uploads);
      assertTrue(uploads.contains(11) && !uploads.contains(6), uploads::toString);
      assertEquals(List.of(), emulation.faults());
    }
    uploads.clear();
    String failures = "cuMemAlloc_v2:" + which + "=2,cuMemAlloc_v2:" + (which + 1) + "=2";
    try (Emulation emulation = Emulation.ofFailures(failures)) {
      assertClose(expected, watched(network, uploads));
      assertTrue(uploads.containsAll(Set.of(5, 6)), uploads::toString);
      assertEquals(List.of(), emulation.faults());
    }
  }

  /** The planner knows nothing of others, and what a lane kept ready is given back. */
  @ParameterizedTest
  @ValueSource(longs = {150_000, 200_000, 250_000})
  void memoryThatOthersTookIsDoneWithout(long left) throws Exception {
    Network network = TrainingNetworks.residual();
    Evaluated expected;
    try (Emulation emulation = Emulation.ofDefaults()) {
      expected = train(network);
      assertEquals(List.of(), emulation.faults());
    }
    Set<Integer> uploads = new ConcurrentSkipListSet<>();
    try (Emulation emulation = Emulation.ofDevice("memory=" + ((4 << 20) + left))) {
      try (ComputeBackend backend = new CudaProvider().open();
          TrainingSession others = backend.train(Parameters.of(network));
          TrainingLane lane = others.openLane()) {
        lane.zeros(4096, 256); // 4 MiB
        assertClose(expected, watched(network, uploads));
      }
      assertTrue(uploads.containsAll(Set.of(6, 11)), uploads::toString);
      assertEquals(List.of(), emulation.faults());
    }
  }

  /** A lane each; sums of gradients are taken in another order then. */
  @Test
  void allDevicesTrain() throws Exception {
    Network network = TrainingNetworks.residual();
    Evaluated expected;
    try (Emulation emulation = Emulation.ofDefaults()) {
      expected = train(network);
      assertEquals(List.of(), emulation.faults());
    }
    try (Emulation emulation = Emulation.ofDevice("count=3")) {
      assertClose(expected, train(network));
      assertEquals(List.of(), emulation.faults());
    }
  }

  @Test
  void lanesAreSharedOutOverTheDevices() throws Exception {
    try (Emulation emulation = Emulation.ofDevice("count=2")) {
      try (ComputeBackend backend = new CudaProvider().open();
          CudaTraining session =
              (CudaTraining) backend.train(Parameters.of(TrainingNetworks.dense()))) {
        assertEquals(2, session.parallelism());
        List<TrainingLane> lanes = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
          lanes.add(session.openLane());
        }
        assertEquals(List.of(2, 1), session.openLanes());
        lanes.remove(0).close();
        assertEquals(List.of(1, 1), session.openLanes());
        lanes.forEach(TrainingLane::close);
      }
      assertEquals(List.of(), emulation.faults());
    }
  }

  /** How many samples a step has does not depend on what is free, but it is bounded. */
  @Test
  void aStepFitsTheDevice() throws Exception {
    Network network = TrainingNetworks.residual();
    for (String memory : List.of("1000000", "4000000000", "80000000000")) {
      try (Emulation emulation = Emulation.ofDevice("memory=" + memory);
          ComputeBackend backend = new CudaProvider().open();
          TrainingSession session = backend.train(Parameters.of(network))) {
        int few = session.samplesPerStep(network.outputs() - 1);
        int many = session.samplesPerStep(1);
        assertTrue(1 <= few && few <= many, few + " and " + many);
        assertTrue(many <= 1 << 18, many + " samples");
        assertEquals(List.of(), emulation.faults());
      }
    }
  }

  /** Shapes that do not fit are refused before a kernel reads beyond a matrix. */
  @Test
  void wrongShapesAreRefused() throws Exception {
    try (ComputeBackend backend = new CudaProvider().open();
        TrainingSession session = backend.train(Parameters.of(TrainingNetworks.dense()));
        TrainingLane lane = session.openLane()) {
      Values wide = lane.zeros(2, 5);
      Values narrow = lane.zeros(2, 4);
      Values three = lane.zeros(3, 5);
      Box box = new Box(wide, wide);
      refused(() -> lane.add(wide, 1, narrow));
      refused(() -> lane.addBias(session.parameters().network().output(), wide));
      refused(() -> lane.relu(new Box(wide, narrow)));
      refused(() -> lane.concretize(three, box));
      refused(() -> lane.rows(three, 2, 2));
      refused(() -> lane.rows(three, -1, 2));
      refused(() -> lane.relaxBack(wide, wide, lane.zeros(2, 1), box, box, 1));
      refused(() -> lane.relax(wide, narrow, box));
    }
  }

  private static void refused(Runnable verb) {
    String message = assertThrows(IllegalArgumentException.class, verb::run).getMessage();
    assertTrue(
        message.matches("values of \\d x \\d+, expected \\d x \\d+|rows -?\\d to \\d of \\d"),
        message);
  }
}
