package dev.hasse.sweep.spark;

import java.io.Serializable;
import java.util.Optional;

/**
 * What became of a partition.
 *
 * @param partition number and count
 * @param answers rows that this task wrote
 * @param errors those of them that say why a question failed
 * @param host name of the machine
 * @param exitCode 0 if the partition's file is there; else what the sweep ends with
 * @param sentence why it is not there; null where it is
 */
record PartitionOutcome(
    String partition, int answers, int errors, String host, int exitCode, String sentence)
    implements Serializable {
  static PartitionOutcome written(String partition, int answers, int errors, String host) {
    return new PartitionOutcome(partition, answers, errors, host, 0, null);
  }

  static PartitionOutcome failed(String partition, String host, int exitCode, String sentence) {
    return new PartitionOutcome(partition, 0, 0, host, exitCode, sentence);
  }

  Optional<String> failure() {
    return Optional.ofNullable(sentence);
  }
}
