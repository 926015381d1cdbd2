package dev.hasse.compute.nd4j;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Convolutions as products with the kernel, forwards and transposed. Every result is a sum of as
 * many products as the real one has terms (padding adds none or exact zeros), in some order, which
 * is all that docs/SOUNDNESS.md asks of a product.
 */
final class ConvolutionProduct implements AutoCloseable {
  private final OpenBlas blas;
  private final Scratch columns = new Scratch();
  private float[] image = new float[0];
  private float[] pixels = new float[0];
  private float[] flat = new float[0];

  ConvolutionProduct(OpenBlas blas) {
    this.blas = blas;
  }

  @Override
  public void close() {
    columns.close();
  }

  private void reserve(ConvolutionGeometry of) {
    if (image.length < of.inputs()) {
      image = new float[of.inputs()];
    }
    if (pixels.length < of.outputs()) {
      pixels = new float[of.outputs()];
    }
    int length = of.kernelSize() * of.outputPixels();
    if (!of.isPointwise() && flat.length < length) {
      flat = new float[length];
    }
  }

  /**
   * The kernel over images.
   *
   * @param weights the kernel or its magnitudes
   * @param kernel the same off heap
   * @param images {@code [image][input]}, so many
   * @param to {@code [image][output]}, large enough
   */
  void forward(
      ConvolutionGeometry of,
      float[] weights,
      Scratch kernel,
      Scratch images,
      int count,
      Scratch to) {
    reserve(of);
    for (int n = 0; n < count; n++) {
      if (of.outputChannels() == 1 && !of.isPointwise()) {
        images.get(n * of.inputs(), image, 0, of.inputs());
        Arrays.fill(pixels, 0, of.outputs(), 0f);
        for (int g = 0; g < of.groups(); g++) {
          of.addForward(g, weights, g * of.kernelSize(), image, pixels);
        }
        to.put(n * of.outputs(), pixels, 0, of.outputs());
      } else {
        forwardByProduct(of, kernel, images, n, to);
      }
    }
  }

  private void forwardByProduct(
      ConvolutionGeometry of, Scratch kernel, Scratch images, int n, Scratch to) {
    if (!of.isPointwise()) {
      images.get(n * of.inputs(), image, 0, of.inputs());
    }
    int size = of.kernelSize();
    int channels = of.outputChannels();
    for (int g = 0; g < of.groups(); g++) {
      blas.product(
          channels,
          of.outputPixels(),
          size,
          kernel.pointer(g * channels * size),
          columnsOf(of, images, n, g),
          to.pointer(n * of.outputs() + g * channels * of.outputPixels()));
    }
  }

  /** The columns of one image and group, {@code [weight][output pixel]}; its pixels are at hand. */
  private FloatPointer columnsOf(ConvolutionGeometry of, Scratch images, int n, int group) {
    if (of.isPointwise()) {
      return images.pointer(n * of.inputs() + group * of.channels() * of.inputPixels());
    }
    of.toColumns(group, image, flat);
    columns.put(0, flat, 0, of.kernelSize() * of.outputPixels());
    return columns.pointer();
  }

  /**
   * Rows over the outputs times the map: rows over the inputs.
   *
   * @param weights the kernel
   * @param kernel the same off heap
   * @param rows {@code [row][output]}, so many
   * @param to where {@code [row][input]} goes from {@code toAt} on; large enough
   */
  void back(
      ConvolutionGeometry of,
      float[] weights,
      Scratch kernel,
      Scratch rows,
      int count,
      Scratch to,
      int toAt) {
    reserve(of);
    for (int r = 0; r < count; r++) {
      int target = toAt + r * of.inputs();
      if (of.isPointwise()) {
        for (int g = 0; g < of.groups(); g++) {
          backGroup(of, kernel, rows, r, g, to, target + g * of.channels() * of.inputPixels());
        }
        continue;
      }
      Arrays.fill(image, 0, of.inputs(), 0f);
      if (of.outputChannels() == 1) {
        rows.get(r * of.outputs(), pixels, 0, of.outputs());
        for (int g = 0; g < of.groups(); g++) {
          of.addBack(g, weights, g * of.kernelSize(), pixels, image);
        }
      } else {
        for (int g = 0; g < of.groups(); g++) {
          int length = of.kernelSize() * of.outputPixels();
          columns.ensure(length);
          backGroup(of, kernel, rows, r, g, columns, 0);
          columns.get(0, flat, 0, length);
          of.addColumns(g, flat, image);
        }
      }
      to.put(target, image, 0, of.inputs());
    }
  }

  /** The kernel's transpose times one row's channels of a group. */
  private void backGroup(
      ConvolutionGeometry of, Scratch kernel, Scratch rows, int row, int g, Scratch to, int at) {
    int channels = of.outputChannels();
    blas.transposedProduct(
        of.kernelSize(),
        of.outputPixels(),
        channels,
        kernel.pointer(g * channels * of.kernelSize()),
        rows.pointer(row * of.outputs() + g * channels * of.outputPixels()),
        to.pointer(at));
  }
}
