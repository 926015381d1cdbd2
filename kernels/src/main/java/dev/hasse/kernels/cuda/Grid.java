package dev.hasse.kernels.cuda;

/**
 * How many blocks of how many threads a kernel gets for a matrix.
 *
 * @param block threads of a block
 * @param tileRows rows that a block works on; 0 where blocks stride over the whole matrix
 * @param tileColumns columns that a block works on; 0 where a block works on whole rows
 * @param perThread numbers that a thread takes at once where blocks stride
 */
record Grid(int block, int tileRows, int tileColumns, int perThread) {
  private static final int STRIDING_BLOCK = 256;
  private static final int WARP = 32;
  private static final int WARPS_BLOCK = 128;

  /** Eight blocks of 256 threads, all that a multiprocessor holds, on 256 of them. */
  private static final long MOST_STRIDING_BLOCKS = 2048;

  /** A block makes one tile of the result. */
  static Grid tiles(int block, int rows, int columns) {
    return new Grid(block, rows, columns, 0);
  }

  /** A warp takes one row. */
  static Grid warps() {
    return new Grid(WARPS_BLOCK, WARPS_BLOCK / WARP, 0, 0);
  }

  /** Threads stride over all numbers. */
  static Grid striding(int perThread) {
    return new Grid(STRIDING_BLOCK, 0, 0, perThread);
  }

  boolean strides() {
    return tileRows == 0;
  }

  /** Blocks side by side, for a matrix of so many rows and columns. */
  int across(int rows, int columns) {
    int leading = Layout.leading(columns);
    if (strides()) {
      long numbers = (long) rows * leading;
      return (int) Math.min(ceiling(numbers, (long) block * perThread), MOST_STRIDING_BLOCKS);
    }
    return (int) (tileColumns == 0 ? ceiling(rows, tileRows) : ceiling(leading, tileColumns));
  }

  /** Rows of blocks. */
  int down(int rows) {
    return tileColumns == 0 ? 1 : (int) ceiling(rows, tileRows);
  }

  /** All blocks. */
  long blocks(int rows, int columns) {
    return (long) across(rows, columns) * down(rows);
  }

  private static long ceiling(long count, long each) {
    return (count + each - 1) / each;
  }
}
