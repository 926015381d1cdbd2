package dev.hasse.format.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;

/**
 * Decodes the tensors of a file. The data's length is checked against the dimensions before any
 * memory is taken, so dimensions that lie cost nothing.
 */
final class TensorReader {
  /** Integers beyond this would not survive as doubles; dimensions are far smaller. */
  private static final long LARGEST_INTEGER = 1L << 53;

  private final TensorProto tensor;
  private final Shape shape;

  private TensorReader(TensorProto tensor) throws ModelException {
    this.tensor = tensor;
    this.shape = Shape.checked(tensor.getDimsList());
  }

  static ConstantTensor read(TensorProto tensor) throws ModelException {
    try {
      return new TensorReader(tensor).read();
    } catch (ModelException e) {
      throw new ModelException("tensor '" + tensor.getName() + "': " + e.getMessage());
    }
  }

  private ConstantTensor read() throws ModelException {
    if (tensor.getDataLocation() == DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
      throw new ModelException("data in another file is not supported");
    }
    if (tensor.hasSegment()) {
      throw new ModelException("data in segments is not supported");
    }
    return switch (tensor.getDataType()) {
      case TensorProto.DataType.FLOAT_VALUE ->
          reals(
              Float.BYTES, tensor.getFloatDataCount(), tensor::getFloatData, ByteBuffer::getFloat);
      case TensorProto.DataType.DOUBLE_VALUE ->
          reals(
              Double.BYTES,
              tensor.getDoubleDataCount(),
              tensor::getDoubleData,
              ByteBuffer::getDouble);
      case TensorProto.DataType.INT64_VALUE ->
          integers(
              Long.BYTES, tensor.getInt64DataCount(), tensor::getInt64Data, ByteBuffer::getLong);
      case TensorProto.DataType.INT32_VALUE ->
          integers(
              Integer.BYTES, tensor.getInt32DataCount(), tensor::getInt32Data, ByteBuffer::getInt);
      case TensorProto.DataType.BOOL_VALUE ->
          integers(Byte.BYTES, tensor.getInt32DataCount(), tensor::getInt32Data, ByteBuffer::get);
      default ->
          throw new ModelException(
              "element type " + typeName() + " is not supported; expected float or double");
    };
  }

  private ConstantTensor reals(int bytes, int count, RealList list, RealBytes raw)
      throws ModelException {
    double[] values = new double[checkedLength(bytes, count)];
    ByteBuffer buffer = rawData();
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.hasRemaining() ? raw.next(buffer) : list.at(i);
      if (!Double.isFinite(values[i])) {
        throw new ModelException("element " + i + " is " + values[i]);
      }
    }
    return new ConstantTensor(shape, values, false);
  }

  private ConstantTensor integers(int bytes, int count, IntegerList list, IntegerBytes raw)
      throws ModelException {
    double[] values = new double[checkedLength(bytes, count)];
    ByteBuffer buffer = rawData();
    for (int i = 0; i < values.length; i++) {
      long value = buffer.hasRemaining() ? raw.next(buffer) : list.at(i);
      if (value < -LARGEST_INTEGER || value > LARGEST_INTEGER) {
        throw new ModelException("element " + i + " is " + value + ", beyond 2^53");
      }
      values[i] = value;
    }
    return new ConstantTensor(shape, values, true);
  }

  private ByteBuffer rawData() {
    return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of elements, once the file is seen to hold exactly that many, in one form. */
  private int checkedLength(int bytes, int listed) throws ModelException {
    int raw = tensor.getRawData().size();
    int elements = shape.elements();
    if (raw > 0 && listed > 0) {
      throw new ModelException("data both raw and listed");
    }
    if (raw > 0 && raw != (long) elements * bytes) {
      throw new ModelException(
          "%d bytes of data, shape %s needs %d".formatted(raw, shape, (long) elements * bytes));
    }
    if (raw == 0 && listed != elements) {
      throw new ModelException(
          "%d elements of data, shape %s needs %d".formatted(listed, shape, elements));
    }
    return elements;
  }

  private String typeName() {
    TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
    return type == null ? Integer.toString(tensor.getDataType()) : type.name();
  }

  private interface RealList {
    double at(int element);
  }

  private interface RealBytes {
    double next(ByteBuffer buffer);
  }

  private interface IntegerList {
    long at(int element);
  }

  private interface IntegerBytes {
    long next(ByteBuffer buffer);
  }
}
