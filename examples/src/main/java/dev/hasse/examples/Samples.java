package dev.hasse.examples;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Labelled points.
 *
 * @param inputs {@code [sample][value]}, FLOAT
 * @param labels one a sample
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Samples(INDArray inputs, int[] labels) {
  /** Values a sample. */
  public static final int WIDTH = 2;

  /** Classes. */
  public static final int CLASSES = 3;

  private static final double[][] CENTRES = {{0.2, 0.2}, {0.8, 0.3}, {0.4, 0.8}};

  /** Points in [0, 1] squared around three centres, one for each class; seeded. */
  public static Samples around(int count, long seed) {
    Random random = new Random(seed);
    double[][] points = new double[count][WIDTH];
    int[] labels = new int[count];
    for (int k = 0; k < count; k++) {
      labels[k] = k % CLASSES;
      for (int i = 0; i < WIDTH; i++) {
        double point = CENTRES[labels[k]][i] + 0.08 * random.nextGaussian();
        points[k][i] = Math.max(0, Math.min(1, point));
      }
    }
    return new Samples(Nd4j.createFromArray(points).castTo(DataType.FLOAT), labels);
  }

  public int count() {
    return labels.length;
  }

  /** Some consecutive samples. */
  public Samples part(int from, int to) {
    int[] part = new int[to - from];
    System.arraycopy(labels, from, part, 0, part.length);
    INDArray rows = inputs.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    return new Samples(rows, part);
  }
}
