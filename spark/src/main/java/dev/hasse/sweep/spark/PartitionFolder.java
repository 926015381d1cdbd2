package dev.hasse.sweep.spark;

import dev.hasse.sweep.Shard;
import dev.hasse.sweep.SweepRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;

/**
 * The folder of a sweep's partitions, on any file system that Hadoop knows.
 *
 * <p>A partition's file has a name of its own and appears whole or not at all: it is written under
 * a name that no other attempt has, and then renamed. Two attempts may finish one partition; then
 * either's file stays, and both hold answers to the same questions.
 */
final class PartitionFolder {
  private static final String PLAN = "plan.yaml";
  private static final String UNFINISHED = ".unfinished-";

  private final Path folder;
  private final Configuration configuration;
  private final FileSystem files;

  PartitionFolder(String folder, Configuration configuration) throws IOException {
    this.folder = new Path(folder);
    this.configuration = configuration;
    this.files = this.folder.getFileSystem(configuration);
  }

  /** Makes the folder where there is none. */
  void make() throws IOException {
    files.mkdirs(folder);
  }

  /** The content of the plan's file. */
  Optional<String> plan() throws IOException {
    Path file = new Path(folder, PLAN);
    if (!files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  void keepPlan(String content) throws IOException {
    Path unfinished = unfinished(PLAN);
    try (OutputStream out = files.create(unfinished, true)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    finish(unfinished, new Path(folder, PLAN));
  }

  boolean has(Shard partition) throws IOException {
    return files.exists(file(partition));
  }

  /** Writes a partition's rows in the order of questions. */
  void write(Shard partition, List<SweepRow> rows) throws IOException {
    Path unfinished = unfinished(partition.parquetFile());
    try (ParquetWriter<SweepRow> writer =
        new RowWriteSupport.Builder(HadoopOutputFile.fromPath(unfinished, configuration))
            .withConf(configuration)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (SweepRow row :
          rows.stream().sorted(Comparator.comparingLong(SweepRow::question)).toList()) {
        writer.write(row);
      }
    }
    finish(unfinished, file(partition));
  }

  /** What killed tasks left. Nobody writes to the folder any more. */
  void removeUnfinished() throws IOException {
    for (FileStatus status : files.listStatus(folder)) {
      if (status.getPath().getName().startsWith(UNFINISHED)) {
        files.delete(status.getPath(), false);
      }
    }
  }

  /** Some file systems replace a file that is there, and some refuse: both are well. */
  private void finish(Path unfinished, Path file) throws IOException {
    if (files.rename(unfinished, file)) {
      return;
    }
    files.delete(unfinished, false);
    if (!files.exists(file)) {
      throw new IOException(file + ": cannot be written: the file system does not rename to it");
    }
  }

  private Path unfinished(String name) {
    return new Path(folder, UNFINISHED + UUID.randomUUID() + "-" + name);
  }

  private Path file(Shard partition) {
    return new Path(folder, partition.parquetFile());
  }
}
