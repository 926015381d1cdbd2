/**
 * Readers and writers of the files people bring: ONNX networks, VNN-LIB properties, NNet networks,
 * IDX and CSV data. Everything a person can get wrong ends in {@link
 * dev.hasse.format.InputFileException}.
 *
 * <p>ONNX's protobuf classes stay inside {@code format.onnx}. May use {@code network}, {@code
 * domain} and {@code numeric}.
 */
package dev.hasse.format;
