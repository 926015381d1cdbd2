package dev.hasse.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Pinned host memory that copies of one stream go through: a ring of pages, each filled from front
 * to back. When a page is left an event is put into the stream, and before the page is written
 * again that event is waited for; so no byte is overwritten while a copy may still read it, and the
 * host runs ahead of the device by as much as the pages hold.
 *
 * <p>Pages grow with what is asked, from 64 KiB to 4 MiB: pinning memory is slow.
 */
final class StagingRing implements AutoCloseable {
  /** The largest piece that is copied at once. */
  static final int LARGEST_PIECE = 4 << 20;

  private static final int SMALLEST_PAGE = 64 << 10;
  private static final int PAGES = 3;
  private static final int EVENT_WITHOUT_TIMING = 2;

  private final DriverStatus status;
  private final CUstream stream;
  private final Page[] pages = new Page[PAGES];
  private int current;
  private int used;

  StagingRing(DriverStatus status, CUstream stream) {
    this.status = status;
    this.stream = stream;
  }

  /** A place in a page. */
  record Piece(ByteBuffer buffer, Pointer pointer) {}

  /**
   * A place that nothing in flight uses, until the next is claimed. Copies from it must have been
   * put into the stream by then, and copies to it must be over.
   *
   * @param bytes at most {@link #LARGEST_PIECE}, or what one row takes
   */
  Piece claim(int bytes) {
    if (pages[current] == null || used + bytes > pages[current].memory.size()) {
      turn(bytes);
    }
    PinnedMemory memory = pages[current].memory;
    ByteBuffer buffer = memory.buffer().slice(used, bytes).order(ByteOrder.nativeOrder());
    Piece piece = new Piece(buffer, memory.at(used));
    used += (int) Layout.aligned(bytes);
    return piece;
  }

  private void turn(int bytes) {
    int size = SMALLEST_PAGE;
    if (pages[current] != null) {
      pages[current].leave();
      size = Math.min(LARGEST_PIECE, 2 * pages[current].memory.size());
      current = (current + 1) % PAGES;
    }
    size = Math.max(size, (int) Layout.aligned(bytes));
    if (pages[current] != null) {
      pages[current].await();
      if (pages[current].memory.size() < size) {
        Page small = pages[current];
        pages[current] = null;
        small.close();
      }
    }
    if (pages[current] == null) {
      pages[current] = new Page(size);
    }
    used = 0;
  }

  /** Frees the pages; the stream must have nothing left to do. The next claim begins anew. */
  @Override
  public void close() {
    for (int k = 0; k < PAGES; k++) {
      if (pages[k] != null) {
        pages[k].close();
        pages[k] = null;
      }
    }
    used = 0;
  }

  private final class Page {
    private final PinnedMemory memory;
    private final CUevent left = new CUevent();

    Page(int size) {
      this.memory = new PinnedMemory(status, size);
      try {
        status.check("cuEventCreate", JCudaDriver.cuEventCreate(left, EVENT_WITHOUT_TIMING));
      } catch (RuntimeException e) {
        memory.close();
        throw e;
      }
    }

    void leave() {
      status.check("cuEventRecord", JCudaDriver.cuEventRecord(left, stream));
    }

    void await() {
      status.check("cuEventSynchronize", JCudaDriver.cuEventSynchronize(left));
    }

    void close() {
      status.checkClosing("cuEventDestroy", JCudaDriver.cuEventDestroy(left));
      memory.close();
    }
  }
}
