package dev.hasse.sweep;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.bound.semidefinite.SemidefiniteAnalysis;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.Session;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.format.InputFileException;
import dev.hasse.format.NetworkReader;
import dev.hasse.network.Network;
import dev.hasse.verify.Attempts;
import dev.hasse.verify.Optimizers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Answers the questions of a plan that have no row yet, network by network. The questions of one
 * network flow through the cascade in batches, across inputs, radii and datasets.
 *
 * <p>Two threads prepare and propagate batches, so that one computes while the other moves data;
 * two more hand questions to the solvers, so that these have work while a batch ends; one keeps
 * rows. What a question gets does not depend on who shares its batches, on backends whose bounds of
 * a box do not.
 */
public final class SweepRunner {
  /** Doubles of a batch's inputs: 32 MiB, and twice that for their boxes. */
  private static final int MOST_VALUES = 1 << 22;

  /** Batches that may wait between stages. */
  private static final int MOST_BATCHES = 16;

  private static final int WORKERS = 2;

  private final SweepQuestions questions;
  private final ComputeBackend backend;
  private final LatticeSource lattices;
  private final SweepOrigin origin;
  private final SweepListener listener;
  private boolean stopping;
  private CascadeQueues running;

  /**
   * @param backend borrowed
   * @param lattices asked for analyses only where the cascade has a method that wants a solver
   * @param origin what rows say of themselves
   */
  public SweepRunner(
      SweepQuestions questions,
      ComputeBackend backend,
      LatticeSource lattices,
      SweepOrigin origin,
      SweepListener listener) {
    this.questions = questions;
    this.backend = backend;
    this.lattices = lattices;
    this.origin = origin;
    this.listener = listener;
  }

  /**
   * Answers until all is answered, or until {@link #requestStop}.
   *
   * @param results used by one thread of this runner until this returns
   * @return whether every question has a row
   * @throws IOException when rows cannot be kept; those kept before stay
   * @throws InputFileException when a network's file is not what it was when the plan was read
   * @throws LostDeviceException when the device fails whatever it is asked; rows of before are kept
   */
  public boolean run(SweepResults results) throws IOException, InputFileException {
    return run(results, Shard.WHOLE);
  }

  /** Like {@link #run(SweepResults)}, but only about the questions of a shard. */
  public boolean run(SweepResults results, Shard shard) throws IOException, InputFileException {
    BitSet answered = results.answered();
    int first = shard.first(questions.count());
    int end = shard.end(questions.count());
    int before = answered.get(first, end).cardinality();
    try (RowWriter writer =
        new RowWriter(results, listener, this::requestStop, end - first, before)) {
      List<Pairing> pairings = questions.pairings();
      int from = 0;
      while (from < pairings.size() && !isStopping()) {
        int to = from + 1;
        while (to < pairings.size()
            && pairings.get(to).network().equals(pairings.get(from).network())) {
          to++;
        }
        answer(
            pairings.get(from),
            answered,
            Math.max(first, (int) pairings.get(from).first()),
            Math.min(end, (int) pairings.get(to - 1).end()),
            writer);
        from = to;
      }
    }
    return results.answered().get(first, end).cardinality() == end - first;
  }

  /** No new batches begin; those in hand are finished and their rows kept. Any thread may ask. */
  public synchronized void requestStop() {
    stopping = true;
    if (running != null) {
      running.stop();
    }
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private synchronized void started(CascadeQueues queues) {
    running = queues;
    if (stopping) {
      queues.stop();
    }
  }

  /** Answers what is open of the questions {@code first} to before {@code end}: one network's. */
  private void answer(Pairing of, BitSet answered, int first, int end, RowWriter writer)
      throws InputFileException {
    if (first >= end || answered.nextClearBit(first) >= end) {
      return;
    }
    Iterator<OpenQuestion> open =
        IntStream.iterate(
                answered.nextClearBit(first), n -> n < end, n -> answered.nextClearBit(n + 1))
            .mapToObj(n -> new OpenQuestion(questions.at(n), questions.plan().radii()))
            .iterator();
    Network network = read(of);
    Session session;
    try {
      session = backend.load(network);
    } catch (UnsupportedOpException | DeviceMemoryException e) {
      open.forEachRemaining(
          question -> {
            question.failed(StageRun.reason(e));
            writer.put(row(question));
          });
      return;
    } catch (RuntimeException e) {
      throw new LostDeviceException(StageRun.reason(e), e);
    }
    try (session;
        BoundAnalysis analysis = new BoundAnalysis(session, questions.plan().method().ascent());
        Optimizers optimizers = optimizers(analysis)) {
      StageRun stages =
          new StageRun(
              analysis,
              new Attempts(analysis, optimizers),
              questions.plan(),
              session.parallelism());
      CascadeQueues queues = queues(open, network);
      started(queues);
      new Workers(queues, stages, writer).run(optimizers.isPresent());
    }
  }

  private Network read(Pairing of) throws InputFileException {
    Network network = NetworkReader.read(of.network().file());
    if (!SweepQuestions.hashOf(of.network().file()).equals(of.networkHash())) {
      throw new InputFileException(
          of.network().file(), "", "has changed since the sweep began; start it in another folder");
    }
    return network;
  }

  private CascadeQueues queues(Iterator<OpenQuestion> open, Network network) {
    SweepPlan.Method method = questions.plan().method();
    int stages = method.cascade().size() + 1;
    int most = Math.min(questions.plan().batch(), Math.max(1, MOST_VALUES / network.inputs()));
    boolean[] solved = new boolean[stages];
    int[] batch = new int[stages];
    for (int stage = 0; stage < stages; stage++) {
      solved[stage] = stage > 0 && method.cascade().get(stage - 1).isSolved();
      batch[stage] = solved[stage] ? Math.min(most, lattices.threads()) : most;
    }
    return new CascadeQueues(open, solved, batch, (long) most * (stages + MOST_BATCHES));
  }

  private SweepRow row(OpenQuestion question) {
    return question.row(backend.name(), backend.device(), origin, questions.plan());
  }

  /** What the cascade's methods run on, for one network. */
  private Optimizers optimizers(BoundAnalysis analysis) {
    SweepPlan.Method method = questions.plan().method();
    return new Optimizers(
        method.wantsSolver()
            ? Optional.of(lattices.open(analysis, method.timeout()))
            : Optional.empty(),
        method.cascade().contains(BoundMethod.SDP)
            ? Optional.of(
                new SemidefiniteAnalysis(
                    analysis, new LatticeOptions(lattices.threads(), method.timeout())))
            : Optional.empty());
  }

  /** The threads that take one network's batches through the stages. */
  private final class Workers {
    private final CascadeQueues queues;
    private final StageRun stages;
    private final RowWriter writer;
    private Throwable failure;

    Workers(CascadeQueues queues, StageRun stages, RowWriter writer) {
      this.queues = queues;
      this.stages = stages;
      this.writer = writer;
    }

    /** Runs until the queues have nothing more; the first failure of a thread is thrown. */
    void run(boolean withSolvers) {
      List<Thread> threads = new ArrayList<>();
      for (int k = 0; k < WORKERS; k++) {
        threads.add(new Thread(() -> work(false), "hasse-sweep"));
        if (withSolvers) {
          threads.add(new Thread(() -> work(true), "hasse-sweep-solver"));
        }
      }
      threads.forEach(thread -> thread.setDaemon(true));
      threads.forEach(Thread::start);
      boolean interrupted = false;
      for (Thread thread : threads) {
        while (thread.isAlive()) {
          try {
            thread.join();
          } catch (InterruptedException e) {
            interrupted = true;
            requestStop();
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      rethrow();
    }

    private synchronized void rethrow() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof LostDeviceException lost) {
        throw lost;
      }
      if (failure != null) {
        throw new IllegalStateException("a thread of the sweep failed", failure);
      }
    }

    private void work(boolean bySolver) {
      try {
        for (Optional<CascadeQueues.Batch> batch = queues.take(bySolver);
            batch.isPresent();
            batch = queues.take(bySolver)) {
          finish(batch.get());
        }
      } catch (RuntimeException | Error e) {
        synchronized (this) {
          failure = failure == null ? e : failure;
        }
        queues.stop();
      }
    }

    private void finish(CascadeQueues.Batch batch) {
      stages.run(batch.stage(), batch.questions());
      boolean isLast = batch.stage() == questions.plan().method().cascade().size();
      List<OpenQuestion> open = new ArrayList<>();
      List<OpenQuestion> again = new ArrayList<>();
      for (OpenQuestion question : batch.questions()) {
        if (question.isOpen() && !isLast) {
          open.add(question);
        } else if (question.startsAgain()) {
          again.add(question);
        } else {
          writer.put(row(question));
        }
      }
      queues.done(batch, open, again);
    }
  }
}
