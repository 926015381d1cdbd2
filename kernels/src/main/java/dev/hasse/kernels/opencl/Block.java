package dev.hasse.kernels.opencl;

import dev.hasse.compute.DeviceMemoryException;

/**
 * A stretch of the device's arena. Tensors never change but for bounds that are intersected in
 * place, so several may share a block: each holds it once and releases it once.
 */
final class Block {
  private final OpenClDevice device;
  private final int generation;
  private final int at;
  private final int length;
  private int holders = 1;

  Block(OpenClDevice device, int generation, int at, int length) {
    this.device = device;
    this.generation = generation;
    this.at = at;
    this.length = length;
  }

  int length() {
    return length;
  }

  /**
   * Where it begins.
   *
   * @throws DeviceMemoryException when the device lost its memory since
   */
  int at() {
    if (isLost()) {
      throw new DeviceMemoryException("the OpenCL device has lost its memory", null);
    }
    return at;
  }

  /** A part of it, to read or write only while this one is held. */
  Block part(int from, int partLength) {
    return new Block(device, generation, at + from, partLength);
  }

  boolean isLost() {
    return generation != device.generation();
  }

  /** Whether nobody holds it any more. */
  boolean isFree() {
    synchronized (device) {
      return holders == 0;
    }
  }

  /** One more holder. */
  Block share() {
    synchronized (device) {
      holders++;
      return this;
    }
  }

  void release() {
    synchronized (device) {
      holders--;
      if (holders == 0) {
        free();
      }
    }
  }

  /** Gives the memory back, whoever still holds it. */
  void abandon() {
    synchronized (device) {
      if (holders > 0) {
        holders = 0;
        free();
      }
    }
  }

  private void free() {
    if (!isLost()) {
      device.giveBack(at, length);
    }
  }
}
