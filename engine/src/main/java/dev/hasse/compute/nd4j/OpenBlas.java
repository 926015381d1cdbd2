package dev.hasse.compute.nd4j;

import com.sun.jna.Function;
import dev.hasse.compute.BackendUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The one door to OpenBLAS. Every product runs on the calling thread; the lanes are the
 * parallelism.
 */
final class OpenBlas {
  private static final String CORE_VARIABLE = "OPENBLAS_CORETYPE";
  private static final String WAIT_VARIABLE = "OPENBLAS_THREAD_TIMEOUT";
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  /** Binary logarithm of the ticks that a thread of the library's own waits for more work awake. */
  private static final String WAIT = "16";

  private static final List<String> AVX512 = List.of("avx512f", "avx512dq", "avx512bw", "avx512vl");
  private static final List<String> AVX2 = List.of("avx2", "fma");
  private static final List<String> IN_PLACE = List.of("SKYLAKEX", "COOPERLAKE");

  private static OpenBlas loaded;

  private final String core;

  private OpenBlas(String core) {
    this.core = core;
  }

  /**
   * Loads the library once.
   *
   * @throws BackendUnavailableException when this platform has none
   */
  static synchronized OpenBlas load() throws BackendUnavailableException {
    if (loaded == null) {
      String core = chooseCore();
      shortenWaiting();
      try {
        Loader.load(openblas.class);
        openblas.blas_set_num_threads(1);
      } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
        throw new BackendUnavailableException(
            "OpenBLAS could not be loaded for "
                + Loader.getPlatform()
                + " ("
                + e.getMessage()
                + "); the backend 'reference' needs no library",
            e);
      }
      loaded = new OpenBlas(core);
    }
    return loaded;
  }

  /**
   * OpenBLAS 0.3.19 knows processors by model number, and takes one that is newer than itself for a
   * Prescott: on an Emerald Rapids Xeon 55 GFLOP/s instead of 230. So unless the user chose, the
   * kernels are chosen by what the processor can do, through the variable OpenBLAS reads when it is
   * loaded.
   */
  private static String chooseCore() {
    String chosen = System.getenv(CORE_VARIABLE);
    if (chosen != null) {
      return chosen + " (from " + CORE_VARIABLE + ")";
    }
    Optional<String> able = coreOf(processorFlags());
    if (able.isEmpty()) {
      return "chosen by OpenBLAS";
    }
    return setVariable(CORE_VARIABLE, able.get()) ? able.get() : "chosen by OpenBLAS";
  }

  /** Sets a variable of the process, as libraries see it; tells whether that went well. */
  private static boolean setVariable(String name, String value) {
    return Function.getFunction("c", "setenv").invokeInt(new Object[] {name, value, 1}) == 0;
  }

  /**
   * The threads that OpenBLAS makes for the one product that has several, the yardstick of
   * benchmarks, wait for more work in a loop, for 2^26 ticks of the clock, and take a core from
   * whatever is measured next. They sleep after 2^16 instead, unless the user chose.
   */
  private static void shortenWaiting() {
    if (Files.isReadable(CPUINFO) && System.getenv(WAIT_VARIABLE) == null) {
      setVariable(WAIT_VARIABLE, WAIT);
    }
  }

  /** The kernels for these /proc/cpuinfo flags; empty to leave the choice to OpenBLAS. */
  static Optional<String> coreOf(List<String> flags) {
    if (flags.containsAll(AVX512)) {
      return Optional.of("SKYLAKEX");
    }
    return flags.containsAll(AVX2) ? Optional.of("HASWELL") : Optional.empty();
  }

  /** What Linux says of the first processor; empty elsewhere. */
  private static List<String> processorFlags() {
    if (!Files.isReadable(CPUINFO)) {
      return List.of();
    }
    try (var lines = Files.lines(CPUINFO)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> List.of(line.split("\\s+")))
          .orElse(List.of());
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Takes back the threads that ND4J gave this library: when ND4J starts, it sets one a core, for
   * the whole process. The lanes need the cores, and products on several threads round otherwise.
   */
  void keepToOneThread() {
    if (openblas.blas_get_num_threads() != 1) {
      openblas.blas_set_num_threads(1);
    }
  }

  /**
   * Whether its kernels multiply small matrices where they are, without copying them first: those
   * for AVX-512 do, and with them all rows of a product can be treated alike ({@link BoxProduct}).
   */
  boolean multipliesInPlace() {
    String upper = core.toUpperCase(Locale.ROOT);
    return IN_PLACE.stream().anyMatch(upper::startsWith);
  }

  /** The processor family whose kernels run. */
  String core() {
    return core;
  }

  /** {@code c = a b'}: a is {@code m x k}, b is {@code n x k}, all row-major and dense. */
  void productTransposed(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        m,
        n,
        k,
        1f,
        a,
        k,
        b,
        k,
        0f,
        c,
        n);
  }

  /**
   * {@code c = beta c + a b'}: a is {@code m x k}, b is {@code n x k}, row-major, their rows {@code
   * stride} floats apart; c is dense.
   */
  void addProductTransposed(
      int m, int n, int k, int stride, FloatPointer a, FloatPointer b, float beta, FloatPointer c) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        m,
        n,
        k,
        1f,
        a,
        stride,
        b,
        stride,
        beta,
        c,
        n);
  }

  /** {@code c = a b}: a is {@code m x k}, b is {@code k x n}, all row-major and dense. */
  void product(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c) {
    product(m, n, k, a, b, c, n);
  }

  /** The same with the rows of c {@code stride} floats apart. */
  void product(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c, int stride) {
    addProduct(m, n, k, a, k, b, 0f, c, stride);
  }

  /**
   * {@code c = beta c + a b}: a is {@code m x k}, b is {@code k x n} and dense, row-major; rows of
   * a and of c are so many floats apart.
   */
  void addProduct(
      int m,
      int n,
      int k,
      FloatPointer a,
      int strideOfA,
      FloatPointer b,
      float beta,
      FloatPointer c,
      int strideOfC) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        m,
        n,
        k,
        1f,
        a,
        strideOfA,
        b,
        n,
        beta,
        c,
        strideOfC);
  }

  /** {@code c = a' b}: a is {@code k x m}, b is {@code k x n}, all row-major and dense. */
  void transposedProduct(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c) {
    addTransposedProduct(m, n, k, a, b, 0f, c);
  }

  /** {@code c = beta c + a' b}: a is {@code k x m}, b is {@code k x n}, row-major and dense. */
  void addTransposedProduct(
      int m, int n, int k, FloatPointer a, FloatPointer b, float beta, FloatPointer c) {
    addTransposedProduct(m, n, k, a, m, b, n, beta, c, n);
  }

  /** The same with rows that are so many floats apart. */
  void addTransposedProduct(
      int m,
      int n,
      int k,
      FloatPointer a,
      int strideOfA,
      FloatPointer b,
      int strideOfB,
      float beta,
      FloatPointer c,
      int strideOfC) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        openblas.CblasNoTrans,
        m,
        n,
        k,
        1f,
        a,
        strideOfA,
        b,
        strideOfB,
        beta,
        c,
        strideOfC);
  }

  /** {@code y = a x}: a is {@code m x k}, row-major, its rows {@code stride} floats apart. */
  void productWithVector(int m, int k, FloatPointer a, int stride, FloatPointer x, FloatPointer y) {
    openblas.cblas_sgemv(
        openblas.CblasRowMajor, openblas.CblasNoTrans, m, k, 1f, a, stride, x, 1, 0f, y, 1);
  }

  /** {@code y = a' x}: a is {@code k x m}, row-major and dense. */
  void transposedProductWithVector(int m, int k, FloatPointer a, FloatPointer x, FloatPointer y) {
    openblas.cblas_sgemv(
        openblas.CblasRowMajor, openblas.CblasTrans, k, m, 1f, a, m, x, 1, 0f, y, 1);
  }

  /** {@code a b} for vectors. */
  float innerProduct(int length, FloatPointer a, FloatPointer b) {
    return openblas.cblas_sdot(length, a, 1, b, 1);
  }

  /** {@code x = factor x}. */
  void scale(int length, float factor, FloatPointer x) {
    openblas.cblas_sscal(length, factor, x, 1);
  }

  /** {@code c += a b'} for columns: c is {@code m x n}, row-major and dense. */
  void addOuterProduct(int m, int n, FloatPointer a, FloatPointer b, FloatPointer c) {
    openblas.cblas_sger(openblas.CblasRowMajor, m, n, 1f, a, 1, b, 1, c, n);
  }

  /**
   * {@code c = op(a) b} in doubles, row-major and dense: op(a) is {@code m x k}, the transpose of
   * {@code a} or {@code a} itself, b is {@code k x n}.
   */
  void product(boolean transposed, int m, int n, int k, double[] a, double[] b, double[] c) {
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        transposed ? openblas.CblasTrans : openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        m,
        n,
        k,
        1,
        a,
        transposed ? m : k,
        b,
        n,
        0,
        c,
        n);
  }

  /** Seconds of one {@code size^3} product on so many threads of OpenBLAS's own. */
  double secondsOfSquareProduct(int size, int threads, Scratch a, Scratch b, Scratch c) {
    openblas.blas_set_num_threads(threads);
    try {
      long start = System.nanoTime();
      productTransposed(size, size, size, a.pointer(), b.pointer(), c.pointer());
      return (System.nanoTime() - start) * 1e-9;
    } finally {
      openblas.blas_set_num_threads(1);
    }
  }
}
