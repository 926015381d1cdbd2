/**
 * Sweeps on Apache Spark: partitions of a plan's questions, each answered by one task with {@link
 * dev.hasse.sweep.SweepRunner} and written to one Parquet file. Start reading at {@link
 * dev.hasse.sweep.spark.SparkSweep}. Spark, Hadoop and Parquet are mentioned nowhere else. Reads no
 * results and decides nothing about questions.
 */
package dev.hasse.sweep.spark;
