package dev.hasse.kernels.cuda.model;

import dev.hasse.bound.BoundMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The model of one network: what was recorded of it, and the time of any batch. */
final class Model {
  static final Set<Signature> BACK_SUBSTITUTION =
      Set.of(Signature.BACK_AFFINE, Signature.BACK_AFFINE_NARROW);

  /** Two tiles of the widest kernel on boxes. */
  private static final int BOXES = 128;

  /** On one multiprocessor all wide products take the wide tile; on very many none does. */
  private static final List<String> WIDE_AND_NARROW =
      List.of("multiprocessors=1", "multiprocessors=1000000");

  private final Map<BoundMethod, Recording> passes = new EnumMap<>(BoundMethod.class);
  private final List<Recording> recordings = new ArrayList<>();
  private final CountModel counts;

  /**
   * Records on the emulator.
   *
   * @param boxesWithRows that CROWN is recorded on; their rows should fill tiles of 128
   */
  Model(Perceptron network, int boxesWithRows) throws IOException, InterruptedException {
    Recording ibp = Recording.of(network, BOXES, BoundMethod.IBP.name(), H100.EMULATED);
    passes.put(BoundMethod.IBP, ibp);
    recordings.add(ibp);
    recordings.add(Recording.of(network, BOXES, RecordedPass.VERBS_ON_BOXES, H100.EMULATED));
    for (String device : WIDE_AND_NARROW) {
      Recording crown = Recording.of(network, boxesWithRows, BoundMethod.CROWN.name(), device);
      passes.put(BoundMethod.CROWN, crown);
      recordings.add(crown);
    }
    counts = new CountModel(recordings);
  }

  List<Recording> recordings() {
    return recordings;
  }

  CountModel counts() {
    return counts;
  }

  Map<PassPlan.Planned, Integer> launches(BoundMethod method, int batch) throws IOException {
    Limits limits = passes.get(BoundMethod.IBP).limits(); // of the whole H100
    return new PassPlan(passes.get(method), limits, Resources.all()).launches(batch);
  }

  PassTime time(BoundMethod method, int batch) throws IOException {
    return new PassTime(launches(method, batch), counts);
  }
}
