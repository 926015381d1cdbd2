package dev.hasse.format;

import dev.hasse.format.nnet.NNetReader;
import dev.hasse.format.onnx.OnnxReader;
import dev.hasse.network.Network;
import java.nio.file.Path;
import java.util.Locale;

/** Reads a network in any of the formats we know, told apart by the file's extension. */
public final class NetworkReader {
  private NetworkReader() {}

  /**
   * @param path a {@code .onnx} or {@code .nnet} file, or one of them with {@code .gz} after it
   * @throws InputFileException when it is none of these or cannot be used
   */
  public static Network read(Path path) throws InputFileException {
    InputFile file = InputFile.of(path);
    String name = file.name().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (plain.endsWith(".onnx")) {
      return OnnxReader.read(path);
    }
    if (plain.endsWith(".nnet")) {
      return NNetReader.read(path);
    }
    throw file.error("", "not a network we can read; expected a name ending in .onnx or .nnet");
  }
}
