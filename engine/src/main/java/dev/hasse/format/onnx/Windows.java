package dev.hasse.format.onnx;

import dev.hasse.network.Window;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The windows of a convolution or a pooling over an image, from the attributes that both have:
 * strides, pads, auto_pad, dilations and ceil_mode.
 *
 * @param rows over the only row where the image has one axis
 * @param rowsAfter zeros behind the last row
 * @param columnsAfter zeros behind the last column
 */
record Windows(Window rows, Window columns, int rowsAfter, int columnsAfter) {
  /** The attributes that say where windows are. */
  static final List<String> ATTRIBUTES =
      List.of("auto_pad", "dilations", "kernel_shape", "pads", "strides");

  /** More pixels, or weights along an axis, than any network may have activations. */
  private static final long LARGEST = 1 << 25;

  static Windows of(OperationNode node, Image image, List<Long> kernel) throws ModelException {
    int axes = image.axes();
    requireAll("kernel_shape", kernel, axes, 1);
    List<Long> strides = attribute(node, "strides", axes, 1, 1);
    List<Long> dilations = attribute(node, "dilations", axes, 1, 1);
    List<Long> pads = attribute(node, "pads", 2 * axes, 0, 0);
    String autoPad = node.text("auto_pad", "NOTSET");
    boolean ceiling = node.integer("ceil_mode", 0) != 0;
    if (!autoPad.equals("NOTSET") && pads.stream().anyMatch(pad -> pad != 0)) {
      throw new ModelException("both pads " + pads + " and auto_pad " + autoPad);
    }
    Placed[] placed = new Placed[axes];
    for (int axis = 0; axis < axes; axis++) {
      Placement placement =
          new Placement(
              image.pixels(axis), kernel.get(axis), strides.get(axis), dilations.get(axis));
      placed[axis] =
          switch (autoPad) {
            case "NOTSET", "VALID" ->
                placement.padded(pads.get(axis), pads.get(axes + axis), ceiling);
            case "SAME_UPPER" -> placement.same(0);
            case "SAME_LOWER" -> placement.same(1);
            default -> throw new ModelException("auto_pad '" + autoPad + "' is not supported");
          };
    }
    Placed columns = placed[axes - 1];
    Placed rows = axes == 1 ? new Placed(Window.over(1), 0) : placed[0];
    return new Windows(rows.window, columns.window, rows.after, columns.after);
  }

  private static List<Long> attribute(
      OperationNode node, String name, int count, long byDefault, long least)
      throws ModelException {
    Optional<List<Long>> written = node.integers(name);
    List<Long> values = written.orElse(Collections.nCopies(count, byDefault));
    requireAll(name, values, count, least);
    return values;
  }

  private static void requireAll(String name, List<Long> values, int count, long least)
      throws ModelException {
    if (values.size() != count || values.stream().anyMatch(v -> v < least || v > LARGEST)) {
      throw new ModelException(
          "%s %s, expected %d numbers from %d to %d"
              .formatted(name, values, count, least, LARGEST));
    }
  }

  private record Placed(Window window, int after) {}

  /** A window on its way along one axis. */
  private record Placement(int pixels, long kernel, long stride, long dilation) {
    /** Pixels from the window's first weight to its last. */
    long extent() {
      return dilation * (kernel - 1) + 1;
    }

    Placed padded(long before, long after, boolean ceiling) throws ModelException {
      long room = pixels + before + after - extent();
      if (room < 0) {
        throw new ModelException(
            "a window over %d pixels does not fit %d pixels with %d padded"
                .formatted(extent(), pixels, before + after));
      }
      long outputs = (ceiling ? (room + stride - 1) / stride : room / stride) + 1;
      // As ONNX says: windows that would start in the padding at the end are left out.
      if (ceiling && (outputs - 1) * stride >= pixels + before) {
        outputs--;
      }
      return placed(outputs, before, after);
    }

    /** As many outputs as fit without padding at stride 1, centred as well as can be. */
    Placed same(int oddBefore) throws ModelException {
      long outputs = (pixels + stride - 1) / stride;
      long padding = Math.max(0, (outputs - 1) * stride + extent() - pixels);
      long before = (padding + oddBefore) / 2;
      return placed(outputs, before, padding - before);
    }

    private Placed placed(long outputs, long before, long after) throws ModelException {
      if (extent() > 2 * LARGEST || before > 2 * LARGEST) {
        throw new ModelException("a window over %d pixels".formatted(extent()));
      }
      Window window =
          new Window(
              pixels, (int) outputs, (int) kernel, (int) stride, (int) dilation, (int) before);
      return new Placed(window, (int) after);
    }
  }
}
