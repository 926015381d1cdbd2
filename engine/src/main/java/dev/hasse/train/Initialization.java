package dev.hasse.train;

import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Op;
import dev.hasse.numeric.Outward;
import java.util.Locale;
import java.util.Random;

/** Where weights start: normal with mean 0; biases start at 0. */
public enum Initialization {
  /**
   * Variance 2 / fan-in (He et al., "Delving deep into rectifiers", 2015, equation 10): activations
   * keep their size with depth.
   */
  HE,
  /**
   * Standard deviation sqrt(2 pi) / fan-in (Shi et al. 2021, arXiv 2103.17268, section 4.1): the
   * radii of boxes keep their size with depth.
   */
  IBP;

  /** In small letters, as people write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Draws all parameters.
   *
   * @return in the order of {@link Parameters}
   */
  public float[] draw(Parameters parameters, long seed) {
    Random random = new Random(seed);
    float[] values = new float[parameters.count()];
    for (Parameters.Place place : parameters.places()) {
      double deviation = deviation(fanIn(parameters.network().node(place.node()).op()));
      for (int k = place.weights(); k < place.weights() + place.weightCount(); k++) {
        values[k] = Outward.floatNearest(deviation * random.nextGaussian());
      }
    }
    return values;
  }

  private double deviation(int fanIn) {
    return this == HE ? Math.sqrt(2.0 / fanIn) : Math.sqrt(2 * Math.PI) / fanIn;
  }

  private static int fanIn(Op op) {
    if (op instanceof Convolution convolution) {
      return convolution.kernelSize();
    }
    return ((Dense) op).inputs();
  }
}
