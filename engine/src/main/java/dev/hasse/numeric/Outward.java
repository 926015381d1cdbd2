package dev.hasse.numeric;

/**
 * Directed rounding on doubles, in software.
 *
 * <p>The JVM rounds to nearest only. Each method here computes the nearest result and its exact
 * error (TwoSum of Knuth; a fused multiply-add for products) and steps one ulp outwards only when
 * the error says that the nearest result lies on the wrong side. Exact results therefore stay
 * exact: a ReLU that is exactly zero does not turn into a subnormal.
 *
 * <p>Names end in {@code Down} (result at most the real value) or {@code Up} (at least). An
 * infinite or not-a-number operand gives what IEEE arithmetic gives, except that {@link #mulDown}
 * and {@link #mulUp} take {@code 0 * infinity} as 0: an infinite bound stands for "some real
 * number", and zero times that is zero.
 */
public final class Outward {
  /** Below this magnitude the error term of a product may itself underflow. */
  private static final double PRODUCT_ERROR_IS_EXACT_ABOVE = 0x1p-960;

  private Outward() {}

  /** A double that is at most {@code a + b}. */
  public static double addDown(double a, double b) {
    double sum = a + b;
    if (sum == Double.POSITIVE_INFINITY && finite(a) && finite(b)) {
      return Double.MAX_VALUE;
    }
    double error = sumError(a, b, sum);
    // Next to the largest double the error itself may overflow into not-a-number.
    boolean mayBeAbove = error < 0 || (Double.isNaN(error) && finite(sum));
    return mayBeAbove ? Math.nextDown(sum) : sum;
  }

  /** A double that is at least {@code a + b}. */
  public static double addUp(double a, double b) {
    return -addDown(-a, -b);
  }

  /** A double that is at most {@code a - b}. */
  public static double subDown(double a, double b) {
    return addDown(a, -b);
  }

  /** A double that is at least {@code a - b}. */
  public static double subUp(double a, double b) {
    return addUp(a, -b);
  }

  /** A double that is at most {@code a * b}; zero times infinity is zero. */
  public static double mulDown(double a, double b) {
    if (a == 0 || b == 0) {
      return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : 0;
    }
    double product = a * b;
    if (product == Double.POSITIVE_INFINITY && finite(a) && finite(b)) {
      return Double.MAX_VALUE;
    }
    if (Math.abs(product) < PRODUCT_ERROR_IS_EXACT_ABOVE) {
      return Math.nextDown(product);
    }
    return Math.fma(a, b, -product) < 0 ? Math.nextDown(product) : product;
  }

  /** A double that is at least {@code a * b}; zero times infinity is zero. */
  public static double mulUp(double a, double b) {
    return -mulDown(-a, b);
  }

  /** A double that is at most {@code a / b}, for {@code b != 0}. */
  public static double divDown(double a, double b) {
    double quotient = a / b;
    return a == 0 || (!finite(quotient) && !finite(a)) ? quotient : Math.nextDown(quotient);
  }

  /** A double that is at least {@code a / b}, for {@code b != 0}. */
  public static double divUp(double a, double b) {
    return -divDown(-a, b);
  }

  /**
   * The largest float that is at most {@code value}; not-a-number stays so. Without a branch, which
   * could not be predicted: whole batches of boxes pass here. The nearest float and the value have
   * the same sign, so their bits as doubles order their magnitudes.
   */
  public static float floatDown(double value) {
    float nearest = (float) value;
    long excess = Double.doubleToRawLongBits(nearest) - Double.doubleToRawLongBits(value);
    int bits = Float.floatToRawIntBits(nearest);
    int negative = bits >> 31; // all ones or none
    int smaller = (int) (excess >> 63); // -1 where the magnitude was rounded down, else 0
    int larger = (int) (-excess >> 63); // -1 where it was rounded up, else 0
    return Float.intBitsToFloat(bits + (larger & ~negative) - (smaller & negative));
  }

  /** The smallest float that is at least {@code value}; not-a-number stays so. */
  public static float floatUp(double value) {
    return -floatDown(-value);
  }

  /** The float nearest to {@code value}, for quantities on which no bound rests. */
  public static float floatNearest(double value) {
    return (float) value;
  }

  private static double sumError(double a, double b, double sum) {
    double bPart = sum - a;
    return (a - (sum - bPart)) + (b - bPart);
  }

  private static boolean finite(double a) {
    return Math.abs(a) <= Double.MAX_VALUE;
  }
}
