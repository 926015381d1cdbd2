/**
 * ONNX models. The protobuf classes that ND4J ships stay inside this package.
 *
 * <p>Start with {@link dev.hasse.format.onnx.OnnxReader}. {@code GraphReader} walks the nodes in
 * the order of the file and keeps what each name stands for: a constant tensor or a signal (a node
 * of our network with its logical shape). A new operation is a row in {@code Operations} and a
 * method in one of the {@code ...Rules} classes. {@link dev.hasse.format.onnx.OnnxWriter} writes a
 * network so that the file denotes exactly the same real function. May use what {@code format} may.
 */
package dev.hasse.format.onnx;
