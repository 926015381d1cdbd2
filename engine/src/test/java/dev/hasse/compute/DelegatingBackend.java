package dev.hasse.compute;

import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.network.Network;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/** A backend that does what another does, but for its lanes. Owns the other. */
public class DelegatingBackend implements ComputeBackend {
  private final ComputeBackend backend;
  private final UnaryOperator<Lane> change;
  private final UnaryOperator<TrainingLane> changeTraining;

  /**
   * @param change what becomes of each lane that is opened
   */
  public DelegatingBackend(ComputeBackend backend, UnaryOperator<Lane> change) {
    this(backend, change, UnaryOperator.identity());
  }

  /**
   * @param change what becomes of each lane that is opened
   * @param changeTraining what becomes of each lane of training
   */
  public DelegatingBackend(
      ComputeBackend backend,
      UnaryOperator<Lane> change,
      UnaryOperator<TrainingLane> changeTraining) {
    this.backend = backend;
    this.change = change;
    this.changeTraining = changeTraining;
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public String device() {
    return backend.device();
  }

  @Override
  public Session load(Network network) {
    return new ChangedSession(backend.load(network));
  }

  @Override
  public TrainingSession train(Parameters parameters) {
    return new DelegatingTrainingSession(backend.train(parameters)) {
      @Override
      public TrainingLane openLane() {
        return changeTraining.apply(super.openLane());
      }
    };
  }

  @Override
  public double matrixProductGflops(int size, int repetitions) {
    return backend.matrixProductGflops(size, repetitions);
  }

  @Override
  public void close() {
    backend.close();
  }

  private final class ChangedSession implements Session {
    private final Session session;

    ChangedSession(Session session) {
      this.session = session;
    }

    @Override
    public Network network() {
      return session.network();
    }

    @Override
    public ComputeBackend backend() {
      return DelegatingBackend.this;
    }

    @Override
    public int parallelism() {
      return session.parallelism();
    }

    @Override
    public Lane openLane() {
      return change.apply(session.openLane());
    }

    @Override
    public int boxesPerChunk() {
      return session.boxesPerChunk();
    }

    @Override
    public boolean hasWideLanes() {
      return session.hasWideLanes();
    }

    @Override
    public Lane openWideLane() {
      return change.apply(session.openWideLane());
    }

    @Override
    public int smallestChunk() {
      return session.smallestChunk();
    }

    @Override
    public int smallestChunkOfRows() {
      return session.smallestChunkOfRows();
    }

    @Override
    public int rowsPerBlock(int width) {
      return session.rowsPerBlock(width);
    }

    @Override
    public int mostRowsOfBox(int width) {
      return session.mostRowsOfBox(width);
    }

    @Override
    public OptionalDouble deviceSeconds() {
      return session.deviceSeconds();
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
