package dev.hasse.format.onnx;

import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import dev.hasse.network.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import onnx.Onnx.ModelProto;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * Reads an ONNX model, plain or packed with gzip, as a {@link Network}.
 *
 * <p>A model has one input and one output. Its first dimension, where it is left open, is the batch
 * and is read as 1; every other dimension must be fixed. Weights are float or double and become
 * doubles without rounding. Where the file's meaning needs arithmetic (a division, a factor alpha)
 * whose result is no double, the operation carries the relative error.
 */
public final class OnnxReader {
  private OnnxReader() {}

  /**
   * @throws InputFileException when the file is no ONNX model, or its graph is broken or uses what
   *     we do not support; the message names the node
   */
  public static Network read(Path path) throws InputFileException {
    InputFile file = InputFile.of(path);
    return new GraphReader(file, model(file).getGraph()).network();
  }

  private static ModelProto model(InputFile file) throws InputFileException {
    try (InputStream in = file.open()) {
      ModelProto model = ModelProto.parseFrom(in);
      if (model.getSerializedSize() == 0) {
        throw file.error("", "is empty");
      }
      if (!model.hasGraph()) {
        throw file.error("", "holds no ONNX graph");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw file.error("", "is no ONNX model, or one that is cut short or damaged");
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }
}
