package dev.hasse.sweep.spark;

import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.format.InputFileException;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.sweep.Shard;
import dev.hasse.sweep.SweepOrigin;
import dev.hasse.sweep.SweepQuestions;
import dev.hasse.sweep.SweepRow;
import dev.hasse.sweep.SweepRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Answers the questions of one partition, on an executor. What another attempt would meet again,
 * such as a missing driver, comes back as an outcome; what may go well elsewhere is thrown, and
 * Spark tries again.
 */
final class PartitionTask implements Function<Integer, PartitionOutcome> {
  private static final long serialVersionUID = 1L;
  private static final int BAD_INPUT = 2;
  private static final int BACKEND_MISSING = 3;

  private final Broadcast<ShippedPlan> plan;
  private final SerializableConfiguration configuration;
  private final String folder;
  private final int partitions;
  private final String backend;
  private final int threads;

  /**
   * @param configuration of Hadoop, for the folder's file system
   */
  PartitionTask(
      Broadcast<ShippedPlan> plan,
      SerializableConfiguration configuration,
      int partitions,
      SparkArguments arguments) {
    this.plan = plan;
    this.configuration = configuration;
    this.folder = arguments.out();
    this.partitions = partitions;
    this.backend = arguments.backend();
    this.threads = arguments.threads().orElse(0);
  }

  @Override
  public PartitionOutcome call(Integer number) throws IOException {
    Shard partition = new Shard(number, partitions);
    String host = host();
    PartitionFolder target = new PartitionFolder(folder, configuration.value());
    if (target.has(partition)) {
      return PartitionOutcome.written(partition.toString(), 0, 0, host);
    }
    try {
      List<SweepRow> rows = answer(partition, new SweepOrigin(host, version()));
      target.write(partition, rows);
      int errors = (int) rows.stream().filter(row -> row.error().isPresent()).count();
      return PartitionOutcome.written(partition.toString(), rows.size(), errors, host);
    } catch (InputFileException | UsageException e) {
      return PartitionOutcome.failed(partition.toString(), host, BAD_INPUT, e.getMessage());
    } catch (BackendUnavailableException | SolverUnavailableException e) {
      return PartitionOutcome.failed(partition.toString(), host, BACKEND_MISSING, e.getMessage());
    }
  }

  private List<SweepRow> answer(Shard partition, SweepOrigin origin)
      throws IOException,
          InputFileException,
          UsageException,
          BackendUnavailableException,
          SolverUnavailableException {
    TaskContext context = TaskContext.get();
    SweepQuestions questions = plan.value().questions();
    PartitionRows rows = new PartitionRows();
    List<Integer> gpus = AssignedGpus.numbers(context.resourcesJMap());
    try (ComputeBackend device = Backends.open(backend, gpus);
        SolverSource solvers =
            new SolverSource(
                questions.plan().method().wantsSolver(), threads > 0 ? threads : context.cpus())) {
      AtomicReference<SweepRunner> running = new AtomicReference<>();
      running.set(
          new SweepRunner(
              questions,
              device,
              solvers,
              origin,
              progress -> {
                if (context.isInterrupted()) {
                  running.get().requestStop();
                }
              }));
      if (!running.get().run(rows, partition)) {
        throw new IOException("partition " + partition + " was stopped before its end");
      }
    }
    return rows.rows();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String version() {
    String version = PartitionTask.class.getPackage().getImplementationVersion();
    return "hasse " + (version == null ? "(not packaged)" : version);
  }
}
