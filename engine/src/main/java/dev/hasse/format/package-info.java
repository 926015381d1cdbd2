/**
 * Readers and writers of the files people bring: ONNX networks, VNN-LIB properties, NNet networks,
 * IDX and CSV data. Everything a person can get wrong ends in {@link
 * dev.hasse.format.InputFileException}.
 *
 * <p>Start with {@link dev.hasse.format.NetworkReader}, or with the reader in the sub-package of
 * the format. What they share is here: {@link dev.hasse.format.InputFile} (opening, unpacking,
 * errors), {@link dev.hasse.format.LineReader} and {@link dev.hasse.format.DecimalText}.
 *
 * <p>ONNX's protobuf classes stay inside {@code format.onnx}. May use {@code network}, {@code
 * domain} and {@code numeric}.
 */
package dev.hasse.format;
