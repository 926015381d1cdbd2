package dev.hasse.kernels.opencl;

/**
 * The matrix product C = A B of row-major matrices, or A |B|. A group computes 64 by 64 entries
 * from tiles in local memory, a work item 4 by 4 of them. Each entry is one sum in the order of the
 * inner index, so results do not depend on where an entry lies in its tile.
 */
abstract class ProductKernel extends ArenaKernel {
  /** Rows and columns of a tile of C. */
  static final int TILE = 64;

  /** Length of the sums between two barriers. */
  private static final int STEP = 16;

  @Local final float[] tileA = new float[TILE * STEP];
  @Local final float[] tileB = new float[TILE * STEP];

  final void product() {
    int x = getLocalId(0);
    int y = getLocalId(1);
    int item = y * GROUP_SIDE + x;
    int tilesAcross = (width + TILE - 1) / TILE;
    int tileRow = getGroupId(0) / tilesAcross;
    int row = tileRow * TILE;
    int column = (getGroupId(0) - tileRow * tilesAcross) * TILE;
    float c00 = 0f;
    float c01 = 0f;
    float c02 = 0f;
    float c03 = 0f;
    float c10 = 0f;
    float c11 = 0f;
    float c12 = 0f;
    float c13 = 0f;
    float c20 = 0f;
    float c21 = 0f;
    float c22 = 0f;
    float c23 = 0f;
    float c30 = 0f;
    float c31 = 0f;
    float c32 = 0f;
    float c33 = 0f;
    for (int k = 0; k < depth; k += STEP) {
      loadA(item, row, k);
      loadB(item, column, k);
      localBarrier();
      for (int q = 0; q < TILE * STEP; q += TILE) {
        float a0 = tileA[q + y];
        float a1 = tileA[q + y + 16];
        float a2 = tileA[q + y + 32];
        float a3 = tileA[q + y + 48];
        float b0 = tileB[q + x];
        float b1 = tileB[q + x + 16];
        float b2 = tileB[q + x + 32];
        float b3 = tileB[q + x + 48];
        c00 += a0 * b0;
        c01 += a0 * b1;
        c02 += a0 * b2;
        c03 += a0 * b3;
        c10 += a1 * b0;
        c11 += a1 * b1;
        c12 += a1 * b2;
        c13 += a1 * b3;
        c20 += a2 * b0;
        c21 += a2 * b1;
        c22 += a2 * b2;
        c23 += a2 * b3;
        c30 += a3 * b0;
        c31 += a3 * b1;
        c32 += a3 * b2;
        c33 += a3 * b3;
      }
      localBarrier();
    }
    store(row + y, column + x, c00, c01, c02, c03);
    store(row + y + 16, column + x, c10, c11, c12, c13);
    store(row + y + 32, column + x, c20, c21, c22, c23);
    store(row + y + 48, column + x, c30, c31, c32, c33);
  }

  /** Transposed into local memory; zeros beyond the matrix. */
  private void loadA(int item, int row, int k) {
    for (int at = item; at < TILE * STEP; at += GROUP) {
      int r = at / STEP;
      int q = at - r * STEP;
      float value = 0f;
      if (row + r < rows && k + q < depth) {
        value = arena[first + (row + r) * depth + k + q];
      }
      tileA[q * TILE + r] = value;
    }
  }

  private void loadB(int item, int column, int k) {
    for (int at = item; at < TILE * STEP; at += GROUP) {
      int q = at / TILE;
      int c = at - q * TILE;
      float value = 0f;
      if (column + c < width && k + q < depth) {
        value = arena[second + (k + q) * width + column + c];
      }
      if (verb == Verb.PRODUCT_MAGNITUDES) {
        value = abs(value);
      }
      tileB[at] = value;
    }
  }

  private void store(int row, int column, float v0, float v1, float v2, float v3) {
    if (row < rows) {
      int at = target + row * width + column;
      if (column < width) {
        arena[at] = v0;
      }
      if (column + 16 < width) {
        arena[at + 16] = v1;
      }
      if (column + 32 < width) {
        arena[at + 32] = v2;
      }
      if (column + 48 < width) {
        arena[at + 48] = v3;
      }
    }
  }
}
