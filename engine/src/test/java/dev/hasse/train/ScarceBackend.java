package dev.hasse.train;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingTrainingSession;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A backend with two lanes of training whose memory ends when a test wants it. */
public final class ScarceBackend extends DelegatingBackend {
  private final int planned;
  private int room = Integer.MAX_VALUE;
  private RuntimeException failure;
  private final AtomicInteger verbs = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicInteger open = new AtomicInteger();
  private final Set<Integer> uploaded = new ConcurrentSkipListSet<>();

  /**
   * @param name of the backend that computes
   * @param planned samples that it takes for what fits
   */
  public ScarceBackend(String name, int planned) {
    super(AvailableBackend.open(name), UnaryOperator.identity());
    this.planned = planned;
  }

  /** From now on no more samples than that fit, nor rows of samples. */
  void setRoom(int samples) {
    room = samples;
  }

  /** The verb after so many more does not fit, and later ones do. */
  public void failAfter(int more) {
    failAfter(more, new DeviceMemoryException("no room after " + more, null));
  }

  /** The verb after so many more throws this, and later ones nothing. */
  void failAfter(int more, RuntimeException thrown) {
    failure = thrown;
    verbs.set(more);
  }

  /** Whether that verb has come. */
  boolean hasFailed() {
    return verbs.get() < 0;
  }

  /** Lanes that are not closed. */
  int open() {
    return open.get();
  }

  /** Numbers of rows that fitted since this was asked the last time, in ascending order. */
  Set<Integer> uploaded() {
    Set<Integer> sizes = Set.copyOf(uploaded);
    uploaded.clear();
    return sizes;
  }

  @Override
  public TrainingSession train(Parameters parameters) {
    return new DelegatingTrainingSession(super.train(parameters)) {
      @Override
      public int parallelism() {
        return 2;
      }

      @Override
      public int samplesPerStep(int rowsOfSample) {
        return planned;
      }

      @Override
      public TrainingLane openLane() {
        TrainingLane lane = super.openLane();
        open.incrementAndGet();
        return (TrainingLane)
            Proxy.newProxyInstance(
                TrainingLane.class.getClassLoader(),
                new Class<?>[] {TrainingLane.class},
                (proxy, verb, arguments) -> run(lane, verb, arguments));
      }
    };
  }

  private Object run(TrainingLane lane, Method verb, Object[] arguments) throws Throwable {
    if (verb.getName().equals("close")) {
      open.decrementAndGet();
    } else if (verbs.getAndDecrement() == 0) {
      throw failure;
    } else if (verb.getName().equals("upload")) {
      int rows = (int) arguments[0];
      if (rows > room) {
        throw new DeviceMemoryException("room for " + room + " rows", null);
      }
      uploaded.add(rows);
    }
    try {
      return verb.invoke(lane, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
