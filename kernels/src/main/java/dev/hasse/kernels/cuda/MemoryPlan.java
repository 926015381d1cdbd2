package dev.hasse.kernels.cuda;

import dev.hasse.network.Activation;
import dev.hasse.network.Affine;
import dev.hasse.network.Network;
import dev.hasse.network.Node;

/**
 * How much work a lane takes at once, from the memory that is its share: half of it for what is
 * known of the boxes of a chunk, half for a block of rows. An estimate; where it is too bold the
 * device runs out of memory, and the chunk is halved.
 */
final class MemoryPlan {
  /** Size classes waste up to a quarter, the driver and other lanes' caches take some more. */
  private static final double USABLE = 0.7;

  /** Beyond this a chunk gains nothing, and the host's part of it takes too long. */
  private static final int MOST_BOXES = 1 << 16;

  /** Some 500 tiles of 128 rows: more than any GPU runs at once. */
  private static final int MOST_ROWS = 1 << 16;

  /**
   * An interval step of so many activations is predicted to give about half of an H100's
   * multiprocessors a tile (docs/kernels.md); the chunk on the other lane's stream gets the rest.
   */
  private static final int ACTIVATIONS_WORTH_A_LAUNCH = 1 << 19;

  private static final int FEWEST_BOXES = 64;

  /** Rows of crown make each box worth dozens, so that this many fill a GPU in any case. */
  private static final int ENOUGH_BOXES = 2048;

  /** Bounds of both passes (ChunkBounds keeps a loose one beside the tight one). */
  private static final int PASSES = 2;

  private final int widest;
  private final long bytesPerBox;
  private final long share;

  /**
   * @param laneBytes free device memory for one lane
   */
  MemoryPlan(Network network, long laneBytes) {
    this.widest = network.widest();
    this.bytesPerBox = bytesPerBox(network);
    this.share = (long) (USABLE * laneBytes / 2);
  }

  private static long bytesPerBox(Network network) {
    long floats = 0;
    for (Node node : network.nodes()) {
      int matrices = 2; // lower and upper
      matrices += node.op() instanceof Affine ? 1 : 0; // magnitudes
      matrices += node.op() instanceof Activation ? DeviceRelaxation.PARTS : 0; // lines
      floats += (long) matrices * Layout.leading(node.size());
    }
    return PASSES * floats * Float.BYTES;
  }

  int boxesPerChunk() {
    return limited(share / bytesPerBox, MOST_BOXES, widest);
  }

  /** What is less than this costs more to launch than to compute. */
  int smallestChunk() {
    int worthIt = ACTIVATIONS_WORTH_A_LAUNCH / widest;
    return Math.max(FEWEST_BOXES, Math.min(worthIt, ENOUGH_BOXES));
  }

  /**
   * Rows of this width: what a product reads and what it writes, and one more where branches wait
   * for each other, each with a constant and its places in the map.
   */
  int rowsPerBlock(int width) {
    long bytes = 3L * (Layout.leading(width) * Float.BYTES + Double.BYTES + 2 * Integer.BYTES);
    return limited(share / bytes, MOST_ROWS, width);
  }

  private static int limited(long fitting, int most, int width) {
    long indexable = Layout.MOST_FLOATS / Layout.leading(width);
    return (int) Math.max(1, Math.min(Math.min(fitting, most), indexable));
  }
}
