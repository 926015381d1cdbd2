package dev.hasse.compute.training;

import dev.hasse.network.Node;
import java.nio.FloatBuffer;

/**
 * One worker of a {@link TrainingSession}: the verbs that the losses of docs/training.md and their
 * vector-Jacobian products consist of. One thread at a time. Rounded to nearest, nothing is
 * enclosed.
 *
 * <p>Verbs return new values unless they say that they change an argument. All values live until
 * {@link #release()}, since the way back needs what the way up made. Rows: {@code rows.rows()} is a
 * multiple of the number of samples, and the rows of a sample follow each other.
 */
public interface TrainingLane extends AutoCloseable {
  /** Gives back all values that were made so far; the gradient stays. */
  void release();

  /** What to say to {@link #release(int)} later. */
  int mark();

  /** Gives back the values that were made since that {@link #mark()}. */
  void release(int mark);

  @Override
  void close();

  // Values ---------------------------------------------------------------------------------------

  /** Takes {@code rows * width} numbers, row by row, from the array's beginning. */
  Values upload(int rows, int width, float[] values);

  /** Zeros. */
  Values zeros(int rows, int width);

  /** Brings values to the host, row by row. */
  double[] download(Values values);

  /** So many rows from one on, to be read while {@code values} do not change. */
  Values rows(Values values, int from, int count);

  /** Adds {@code factor * other} to {@code target}, which is changed. */
  void add(Values target, float factor, Values other);

  /** Adds a number to each value of {@code target}, which is changed. */
  void add(Values target, float number);

  /** The sum of all values, to about float32. */
  double sum(Values values);

  // Boxes of samples -----------------------------------------------------------------------------

  /**
   * What lies within {@code radius} of each coordinate of a point, and between {@code least} and
   * {@code most}; where nothing does, the end of the two that is nearer.
   *
   * @param radius at least 0
   * @param most at least {@code least}
   */
  Box boxes(Values points, float radius, float least, float most);

  // Affine maps ----------------------------------------------------------------------------------

  /** {@code x F'} for {@code x} over the node's input: no bias is added. */
  Values forward(Node node, Values x, Factor factor);

  /** {@code y F} for {@code y} over the node's output. */
  Values back(Node node, Values y, Factor factor);

  /** Adds the node's bias to each row of {@code y}, which is changed. */
  void addBias(Node node, Values y);

  /** {@code rows b}, one number a row, for rows over the node's output. */
  Values biasProduct(Node node, Values rows);

  /** Adds {@code of_r b} to row r of {@code rows}, which is changed; {@code of} has width 1. */
  void addBias(Node node, Values rows, Values of);

  /**
   * Adds to the gradient of the node's weights {@code y' x}, element by element times the sign of
   * the weight (0 for 0) if the factor is {@link Factor#MAGNITUDES}. Nothing for a node whose
   * parameters are not trained.
   *
   * @param y over the node's output
   * @param x over its input, as many rows
   */
  void addWeightGradient(Node node, Values y, Values x, Factor factor);

  /**
   * Adds to the gradient of the node's bias the sum of the rows of {@code y}.
   *
   * @param of a factor for each row, of width 1; or null for ones
   */
  void addBiasGradient(Node node, Values y, Values of);

  /** Adds this lane's gradient to {@code target} from its position on, and makes it 0 again. */
  void collectGradient(FloatBuffer target);

  // Index maps -----------------------------------------------------------------------------------

  /** The index map of {@code node}. */
  Values select(Node node, Values x);

  /** Its transpose. */
  Values selectBack(Node node, Values y);

  // ReLU -----------------------------------------------------------------------------------------

  /** {@code max(x, 0)}. */
  Values relu(Values x);

  /** What {@code gradient}, by the ReLU's output, is by its input {@code x}; 0 where x is 0. */
  Values reluBack(Values x, Values gradient);

  /** The smallest boxes around the ReLU's values on boxes. */
  Box relu(Box x);

  /** What {@code gradient}, by the boxes of {@link #relu(Box)}, is by the boxes {@code x}. */
  Box reluBack(Box x, Box gradient);

  // Rows -----------------------------------------------------------------------------------------

  /**
   * Rows over the input of a ReLU from rows over its output, through the triangle relaxation: a
   * neuron with bounds {@code l < 0 < u} gets the line below with slope 1 if {@code u > -l}, else
   * 0, where the coefficient is not negative, and the chord above where it is.
   *
   * @param constants one a row, changed: the intercepts come to them
   * @param x bounds of the ReLU's input
   */
  Values relax(Values rows, Values constants, Box x);

  /**
   * The way back of {@link #relax}.
   *
   * @param rows the rows over the ReLU's output
   * @param gradient by the rows that came out
   * @param ofConstants the gradient by the rows' constants
   * @param x bounds of the ReLU's input
   * @param ofBox the gradient by boxes of which {@code x} are some, which is added to
   * @param from the first of {@code x} among these
   * @return the gradient by {@code rows}
   */
  Values relaxBack(Values rows, Values gradient, Values ofConstants, Box x, Box ofBox, int from);

  /** {@code rows_r centre - |rows_r| radius}, one number a row: the least value less constants. */
  Values concretize(Values rows, Box x);

  /**
   * The way back of {@link #concretize}.
   *
   * @param gradient by its results
   * @param x whose values have not changed since
   * @return the gradient by {@code rows}; the sign of 0 is 0
   */
  Values concretizeBack(Values rows, Values gradient, Box x);

  /**
   * {@link #concretize} of rows that samples share.
   *
   * @param each rows of a sample
   * @param groups one a sample: whose rows it has; group g has the rows from {@code g * each} on
   * @return {@code each} numbers a sample, those of a sample after each other, of width 1
   */
  Values concretizeShared(Values rows, int each, int[] groups, Box x);

  /**
   * The way back of {@link #concretizeShared}.
   *
   * @param gradient by its results
   * @param ofBox the gradient by boxes of which {@code x} are some, which is added to; or null if
   *     nobody asks
   * @param from the first of {@code x} among these
   * @return the gradient by {@code rows}, summed over the samples that share them; the sign of 0 is
   *     0
   */
  Values concretizeSharedBack(
      Values rows, int each, int[] groups, Values gradient, Box x, Box ofBox, int from);
}
