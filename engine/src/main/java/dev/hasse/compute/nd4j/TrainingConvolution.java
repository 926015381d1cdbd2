package dev.hasse.compute.nd4j;

import java.util.Arrays;

/**
 * Convolutions of many images at once, as products with the kernel. Here an image's pixels lie next
 * to those of the other images, {@code [pixel][image]}: what a position of the kernel is over is
 * then runs of at least as many floats as there are images, copied or added in one go, and one
 * product serves a line of outputs of all of them. One image at a time, as {@link
 * ConvolutionProduct} does it, spends its time on copies of single pixels and on small products
 * (docs/notes/training.md).
 */
final class TrainingConvolution implements AutoCloseable {
  /** Images at a time, where their columns are not too many. */
  private static final int MOST_IMAGES = 64;

  private static final int FEWEST_IMAGES = 16;

  /** Floats that the columns of a line may take: 1 MiB. */
  private static final int MOST_COLUMNS = 1 << 18;

  /** Floats that the pixels of all images may take: 4 MiB. */
  private static final int MOST_PIXELS = 1 << 20;

  private final OpenBlas blas;
  private final Scratch columns = new Scratch();
  private final Scratch line = new Scratch();
  private float[] pixels = new float[0];
  private float[] run = new float[0];
  private float[] zeros = new float[0];

  TrainingConvolution(OpenBlas blas) {
    this.blas = blas;
  }

  @Override
  public void close() {
    columns.close();
    line.close();
  }

  /** Makes room and returns how many images to take at a time. */
  private int reserve(ConvolutionGeometry of, int count) {
    int perImage = of.kernelSize() * of.outputWidth();
    int fitting = Math.min(MOST_COLUMNS / perImage, MOST_PIXELS / of.inputs());
    int images = Math.min(count, Math.max(FEWEST_IMAGES, Math.min(MOST_IMAGES, fitting)));
    if (pixels.length < of.inputs() * images) {
      pixels = new float[of.inputs() * images];
      run = new float[of.inputs() * images];
    }
    if (zeros.length < of.outputWidth() * images) {
      zeros = new float[of.outputWidth() * images];
    }
    int channels = of.outputChannels() * of.outputWidth() * images;
    if (run.length < channels) {
      run = new float[channels];
    }
    columns.ensure(perImage * images);
    line.ensure(channels);
    return images;
  }

  /** {@code to = x F'}. */
  void forward(ConvolutionGeometry of, Scratch kernel, CpuValues x, CpuValues to) {
    int most = reserve(of, x.rows());
    for (int first = 0; first < x.rows(); first += most) {
      int images = Math.min(most, x.rows() - first);
      toPixels(of, x.at(), first, images);
      for (int g = 0; g < of.groups(); g++) {
        for (int y = 0; y < of.outputLines(); y++) {
          toColumns(of, g, y, images);
          blas.product(
              of.outputChannels(),
              of.outputWidth() * images,
              of.kernelSize(),
              kernel.pointer(g * of.outputChannels() * of.kernelSize()),
              columns.pointer(),
              line.pointer());
          fromLine(of, g, y, to.at(), first, images);
        }
      }
    }
  }

  /** {@code to = y F}. */
  void back(ConvolutionGeometry of, Scratch kernel, CpuValues rows, CpuValues to) {
    int most = reserve(of, rows.rows());
    for (int first = 0; first < rows.rows(); first += most) {
      int images = Math.min(most, rows.rows() - first);
      Arrays.fill(pixels, 0, of.inputs() * images, 0f);
      for (int g = 0; g < of.groups(); g++) {
        for (int y = 0; y < of.outputLines(); y++) {
          toLine(of, g, y, rows.at(), first, images);
          blas.transposedProduct(
              of.kernelSize(),
              of.outputWidth() * images,
              of.outputChannels(),
              kernel.pointer(g * of.outputChannels() * of.kernelSize()),
              line.pointer(),
              columns.pointer());
          addColumns(of, g, y, images);
        }
      }
      fromPixels(of, to.at(), first, images);
    }
  }

  /** {@code gradient += y' x}, summed over the output's pixels. */
  void addWeightGradient(
      ConvolutionGeometry of, CpuValues rows, CpuValues x, WeightGradient.Sum gradient) {
    int most = reserve(of, x.rows());
    float before = gradient.begin();
    for (int first = 0; first < x.rows(); first += most) {
      int images = Math.min(most, x.rows() - first);
      toPixels(of, x.at(), first, images);
      for (int g = 0; g < of.groups(); g++) {
        for (int y = 0; y < of.outputLines(); y++) {
          toColumns(of, g, y, images);
          toLine(of, g, y, rows.at(), first, images);
          blas.addProductTransposed(
              of.outputChannels(),
              of.kernelSize(),
              of.outputWidth() * images,
              of.outputWidth() * images,
              line.pointer(),
              columns.pointer(),
              first == 0 && y == 0 ? before : 1f,
              gradient.at().pointer(g * of.outputChannels() * of.kernelSize()));
        }
      }
    }
  }

  // Images and rows, to and from [pixel][image] ---------------------------------------------------

  private void toPixels(ConvolutionGeometry of, float[] x, int first, int images) {
    int inputs = of.inputs();
    for (int p = 0; p < inputs; p++) {
      gather(x, first * inputs + p, inputs, pixels, p * images, images);
    }
  }

  private void fromPixels(ConvolutionGeometry of, float[] x, int first, int images) {
    int inputs = of.inputs();
    for (int p = 0; p < inputs; p++) {
      scatter(pixels, p * images, x, first * inputs + p, inputs, images);
    }
  }

  /** A line of a group's outputs, {@code [channel][pixel][image]}, from rows over the outputs. */
  private void toLine(
      ConvolutionGeometry of, int group, int y, float[] rows, int first, int images) {
    int width = of.outputWidth();
    int target = 0;
    for (int c = 0; c < of.outputChannels(); c++) {
      int at = (group * of.outputChannels() + c) * of.outputPixels() + y * width;
      for (int k = 0; k < width; k++, target += images) {
        gather(rows, first * of.outputs() + at + k, of.outputs(), run, target, images);
      }
    }
    line.put(run, target);
  }

  private void fromLine(
      ConvolutionGeometry of, int group, int y, float[] rows, int first, int images) {
    int width = of.outputWidth();
    line.get(run, 0, of.outputChannels() * width * images);
    int from = 0;
    for (int c = 0; c < of.outputChannels(); c++) {
      int at = (group * of.outputChannels() + c) * of.outputPixels() + y * width;
      for (int k = 0; k < width; k++, from += images) {
        scatter(run, from, rows, first * of.outputs() + at + k, of.outputs(), images);
      }
    }
  }

  private static void gather(float[] from, int at, int stride, float[] to, int target, int count) {
    for (int n = 0; n < count; n++) {
      to[target + n] = from[at + n * stride];
    }
  }

  private static void scatter(float[] from, int at, float[] to, int target, int stride, int count) {
    for (int n = 0; n < count; n++) {
      to[target + n * stride] = from[at + n];
    }
  }

  // Columns, [weight][output pixel of the line][image] --------------------------------------------

  private void toColumns(ConvolutionGeometry of, int group, int y, int images) {
    WindowSpans down = of.rows();
    WindowSpans across = of.columns();
    int length = of.outputWidth() * images;
    int at = 0;
    for (int c = group * of.channels(); c < (group + 1) * of.channels(); c++) {
      for (int i = 0; i < down.positions(); i++) {
        int lines = y - down.first()[i];
        boolean isInside = lines >= 0 && lines < down.count()[i];
        int input = of.inputWidth() * (down.input()[i] + lines * down.stride());
        for (int j = 0; j < across.positions(); j++, at += length) {
          if (!isInside) {
            columns.put(at, zeros, 0, length);
            continue;
          }
          int before = across.first()[j] * images;
          int inside = across.count()[j] * images;
          int from = (c * of.inputPixels() + input + across.input()[j]) * images;
          int step = across.stride() * images;
          columns.put(at, zeros, 0, before);
          if (across.stride() == 1) {
            columns.put(at + before, pixels, from, inside);
          } else {
            for (int k = 0; k < inside; k += images, from += step) {
              columns.put(at + before + k, pixels, from, images);
            }
          }
          columns.put(at + before + inside, zeros, 0, length - before - inside);
        }
      }
    }
  }

  private void addColumns(ConvolutionGeometry of, int group, int y, int images) {
    WindowSpans down = of.rows();
    WindowSpans across = of.columns();
    int length = of.outputWidth() * images;
    int at = 0;
    for (int c = group * of.channels(); c < (group + 1) * of.channels(); c++) {
      for (int i = 0; i < down.positions(); i++) {
        int lines = y - down.first()[i];
        if (lines < 0 || lines >= down.count()[i]) {
          at += across.positions() * length;
          continue;
        }
        int input = of.inputWidth() * (down.input()[i] + lines * down.stride());
        for (int j = 0; j < across.positions(); j++, at += length) {
          int from = at + across.first()[j] * images;
          int to = (c * of.inputPixels() + input + across.input()[j]) * images;
          if (across.stride() == 1) {
            addRun(from, to, across.count()[j] * images);
          } else {
            for (int k = 0; k < across.count()[j]; k++) {
              addRun(from + k * images, to + k * across.stride() * images, images);
            }
          }
        }
      }
    }
  }

  /** By way of an array with the same index as the target: other stores are not vectorised. */
  private void addRun(int from, int to, int length) {
    columns.get(from, run, to, length);
    for (int k = to; k < to + length; k++) {
      pixels[k] += run[k];
    }
  }
}
