package dev.hasse.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The state of a training between two epochs: parameters, Adam's means, how many epochs and steps
 * are behind, and what the training is, to be compared. What it draws next depends on the seed and
 * the epoch alone, so no generator's state is here.
 *
 * <p>As bytes: the eight letters HASSECKP, a version, the length of the rest, the rest, and its
 * CRC-32. The rest: the description in UTF-8, epochs, steps, parameters, Adam's state, the last two
 * as float32, each part but the numbers with its length before it. Numbers are big-endian.
 */
public final class Checkpoint {
  private static final byte[] MAGIC = "HASSECKP".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private final String description;
  private final int epoch;
  private final int step;
  private final float[] values;
  private final float[] state;

  Checkpoint(String description, int epoch, int step, float[] values, float[] state) {
    this.description = description;
    this.epoch = epoch;
    this.step = step;
    this.values = values;
    this.state = state;
  }

  /** Epochs that are behind. */
  public int epoch() {
    return epoch;
  }

  int step() {
    return step;
  }

  float[] values() {
    return values;
  }

  float[] state() {
    return state;
  }

  /**
   * Compares what the training is.
   *
   * @param other description of the training that is to go on: lines of {@code name: value}
   * @throws CheckpointException naming the first line that differs
   */
  void require(String other) throws CheckpointException {
    List<String> found = description.lines().toList();
    List<String> expected = other.lines().toList();
    for (int k = 0; k < Math.max(found.size(), expected.size()); k++) {
      String here = k < expected.size() ? expected.get(k) : "nothing";
      String there = k < found.size() ? found.get(k) : "nothing";
      if (!here.equals(there)) {
        throw new CheckpointException(
            "a checkpoint of another training: found '" + there + "', expected '" + here + "'");
      }
    }
  }

  /** Writes all bytes; does not close the stream. */
  public void write(OutputStream out) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    DataOutputStream content = new DataOutputStream(rest);
    byte[] text = description.getBytes(StandardCharsets.UTF_8);
    content.writeInt(text.length);
    content.write(text);
    content.writeInt(epoch);
    content.writeInt(step);
    writeFloats(content, values);
    writeFloats(content, state);
    byte[] bytes = rest.toByteArray();
    DataOutputStream whole = new DataOutputStream(out);
    whole.write(MAGIC);
    whole.writeInt(VERSION);
    whole.writeInt(bytes.length);
    whole.write(bytes);
    whole.writeLong(sum(bytes));
    whole.flush();
  }

  /**
   * Reads them back.
   *
   * @throws CheckpointException where the bytes are no checkpoint, or not all of one
   */
  public static Checkpoint read(InputStream in) throws IOException, CheckpointException {
    DataInputStream whole = new DataInputStream(in);
    try {
      if (!Arrays.equals(whole.readNBytes(MAGIC.length), MAGIC)) {
        throw new CheckpointException("no checkpoint of a training, expected one");
      }
      int version = whole.readInt();
      if (version != VERSION) {
        throw new CheckpointException(
            "a checkpoint of version " + version + ", expected version " + VERSION);
      }
      int length = whole.readInt();
      byte[] bytes = length < 0 ? new byte[0] : whole.readNBytes(length);
      if (bytes.length != length || whole.readLong() != sum(bytes)) {
        throw damaged();
      }
      return parse(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (EOFException e) {
      throw damaged();
    }
  }

  private static Checkpoint parse(DataInputStream content) throws IOException, CheckpointException {
    String description = new String(content.readNBytes(length(content)), StandardCharsets.UTF_8);
    int epoch = content.readInt();
    int step = content.readInt();
    return new Checkpoint(description, epoch, step, readFloats(content), readFloats(content));
  }

  private static int length(DataInputStream content) throws IOException, CheckpointException {
    int length = content.readInt();
    if (length < 0 || length > content.available()) {
      throw damaged();
    }
    return length;
  }

  private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    bytes.asFloatBuffer().put(values);
    out.writeInt(bytes.capacity());
    out.write(bytes.array());
  }

  private static float[] readFloats(DataInputStream in) throws IOException, CheckpointException {
    byte[] bytes = in.readNBytes(length(in));
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }

  private static long sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  private static CheckpointException damaged() {
    return new CheckpointException("a damaged checkpoint: its content does not fit its checksum");
  }
}
