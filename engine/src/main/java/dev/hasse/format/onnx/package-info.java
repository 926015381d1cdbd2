/**
 * ONNX files. The protobuf classes of ONNX stay inside this package.
 *
 * <p>{@link dev.hasse.format.onnx.OnnxWriter} writes a network so that the file denotes exactly the
 * same real function. May use {@code format}, {@code network}, {@code domain} and {@code numeric}.
 */
package dev.hasse.format.onnx;
