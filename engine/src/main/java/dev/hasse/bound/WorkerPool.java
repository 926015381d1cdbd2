package dev.hasse.bound;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Threads for long jobs that may be called off, as solvers run. Calls from several threads share
 * them.
 */
public final class WorkerPool implements AutoCloseable {
  private final ExecutorService threads;

  /**
   * @param name of each thread; they are daemons
   */
  public WorkerPool(int count, String name) {
    this.threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Runs jobs and waits for them.
   *
   * @param cancel called if the waiting thread is interrupted; jobs are waited for all the same
   * @return what they returned, in their order
   * @throws RuntimeException the first job's that failed, after the jobs before it; errors too
   */
  public <T> List<T> run(List<Callable<T>> jobs, Runnable cancel) {
    List<Future<T>> futures;
    synchronized (this) { // the jobs of one call stay together
      futures = jobs.stream().map(threads::submit).toList();
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(await(future, cancel));
    }
    return results;
  }

  private static <T> T await(Future<T> future, Runnable cancel) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
          cancel.run();
        } catch (ExecutionException e) {
          if (e.getCause() instanceof Error error) {
            throw error;
          }
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes no more jobs and waits for the end of those it has: cancel them first. */
  @Override
  public void close() {
    synchronized (this) {
      threads.shutdown();
    }
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
