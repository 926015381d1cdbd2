package dev.hasse.sweep;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The questions of one network between the stages of its cascade. Stages are numbered from 0, which
 * classifies; stage k + 1 is method k. What a stage leaves undecided waits for the next one until
 * there is a full batch, or until nothing can come any more.
 *
 * <p>Memory is bounded: new questions enter only while fewer than a limit wait. Thread-safe; a
 * taken batch must be given back by {@link #done}, whatever becomes of it.
 */
final class CascadeQueues {
  private final Iterator<OpenQuestion> fresh;
  private final boolean[] solved;
  private final int[] batch;
  private final long mostWaiting;
  private final List<Deque<OpenQuestion>> waiting = new ArrayList<>();
  private final int[] inHand;
  private boolean stopped;

  /**
   * @param fresh the questions to answer
   * @param solved of each stage, whether solvers do it
   * @param batch of each stage, the size of a full batch
   * @param mostWaiting questions between stages, beyond which no new ones enter
   */
  CascadeQueues(Iterator<OpenQuestion> fresh, boolean[] solved, int[] batch, long mostWaiting) {
    this.fresh = fresh;
    this.solved = solved.clone();
    this.batch = batch.clone();
    this.mostWaiting = mostWaiting;
    this.inHand = new int[solved.length];
    for (int stage = 0; stage < solved.length; stage++) {
      waiting.add(new ArrayDeque<>());
    }
  }

  /** Questions that go through a stage together. */
  record Batch(int stage, List<OpenQuestion> questions) {}

  /**
   * Waits for a batch.
   *
   * @param bySolver whether stages of solvers are wanted, or the others
   * @return empty when there will be none any more
   */
  synchronized Optional<Batch> take(boolean bySolver) {
    while (!stopped) {
      Optional<Batch> next = next(bySolver);
      if (next.isPresent()) {
        inHand[next.get().stage()]++;
        return next;
      }
      if (isFinished()) {
        break;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stopped = true;
      }
    }
    notifyAll();
    return Optional.empty();
  }

  /**
   * Gives a batch back.
   *
   * @param open those of it that go on to the next stage
   * @param again those that go through the cascade once more, but are not classified again
   */
  synchronized void done(Batch of, List<OpenQuestion> open, List<OpenQuestion> again) {
    inHand[of.stage()]--;
    if (!open.isEmpty()) {
      waiting.get(of.stage() + 1).addAll(open);
    }
    waiting.get(1).addAll(again);
    notifyAll();
  }

  /** No batch is handed out any more. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  private boolean isFinished() {
    if (fresh.hasNext()) {
      return false;
    }
    for (int stage = 0; stage < inHand.length; stage++) {
      if (inHand[stage] > 0 || !waiting.get(stage).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The latest full batch, else a new one, else the earliest that cannot grow. */
  private Optional<Batch> next(boolean bySolver) {
    for (int stage = inHand.length - 1; stage > 0; stage--) {
      boolean isFull = waiting.get(stage).size() >= (solved[stage] ? 1 : batch[stage]);
      if (solved[stage] == bySolver && isFull) {
        return taken(stage);
      }
    }
    if (bySolver) {
      return Optional.empty();
    }
    if (fresh.hasNext() && countWaiting() < mostWaiting) {
      List<OpenQuestion> questions = new ArrayList<>();
      while (questions.size() < batch[0] && fresh.hasNext()) {
        questions.add(fresh.next());
      }
      return Optional.of(new Batch(0, questions));
    }
    return fresh.hasNext() ? Optional.empty() : rest();
  }

  private Optional<Batch> rest() {
    for (int stage = 0; stage < inHand.length; stage++) {
      if (!waiting.get(stage).isEmpty()) {
        return solved[stage] ? Optional.empty() : taken(stage);
      }
      if (inHand[stage] > 0) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Optional<Batch> taken(int stage) {
    List<OpenQuestion> questions = new ArrayList<>();
    while (questions.size() < batch[stage] && !waiting.get(stage).isEmpty()) {
      questions.add(waiting.get(stage).remove());
    }
    return Optional.of(new Batch(stage, questions));
  }

  private long countWaiting() {
    return waiting.stream().mapToLong(Deque::size).sum();
  }
}
