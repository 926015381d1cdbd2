package dev.hasse.kernels.cuda.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/**
 * How a session cuts a batch.
 *
 * @param boxesPerChunk most boxes of a chunk
 * @param smallestChunk fewest boxes of a chunk that others share
 * @param rowsPerBlock most rows that walk back at once
 * @param lanes chunks at a time
 */
record Limits(int boxesPerChunk, int smallestChunk, int rowsPerBlock, int lanes) {
  private static final int CHUNKS_PER_LANE = 4; // of bound.ChunkRunner

  String printed() {
    return boxesPerChunk + " " + smallestChunk + " " + rowsPerBlock + " " + lanes;
  }

  static Limits parsed(String text) {
    Scanner numbers = new Scanner(text);
    return new Limits(numbers.nextInt(), numbers.nextInt(), numbers.nextInt(), numbers.nextInt());
  }

  /** Sizes of the chunks, as bound.ChunkRunner cuts. */
  List<Integer> chunks(int batch) {
    int share = -Math.floorDiv(-batch, CHUNKS_PER_LANE * lanes);
    return pieces(batch, Math.min(boxesPerChunk, Math.max(smallestChunk, share)));
  }

  /** How many boxes of a chunk walk back at once, as bound.Blocks cuts. */
  List<Integer> ranges(int chunk, int rowsPerBox) {
    return pieces(chunk, Math.max(1, rowsPerBlock / rowsPerBox));
  }

  private static List<Integer> pieces(int whole, int most) {
    List<Integer> pieces = new ArrayList<>();
    for (int left = whole; left > 0; left -= most) {
      pieces.add(Math.min(left, most));
    }
    return pieces;
  }
}
