package dev.hasse.kernels.opencl;

/** One launch of the kernel: a verb and its operands. What each means stands with the verb. */
final class Launch {
  private final int verb;
  private final int groups;
  private int count;
  private int rows;
  private int width;
  private int depth;
  private Block first;
  private Block second;
  private Block third;
  private Block fourth;
  private Block constants;
  private Block otherConstants;
  private Block index;
  private Block shape;
  private Block target;
  private Block secondTarget;
  private float factor;
  private float price;
  private float underflow;

  private Launch(int verb, int groups) {
    this.verb = verb;
    this.groups = groups;
  }

  /** A verb that works on so many elements, in rows of this width. */
  static Launch elements(int verb, int count, int width) {
    Launch launch = new Launch(verb, -Math.floorDiv(-count, ArenaKernel.GROUP));
    launch.count = count;
    launch.width = width;
    return launch;
  }

  /** A verb that adds up along so many rows of this width. */
  static Launch rows(int verb, int rows, int width) {
    Launch launch = new Launch(verb, -Math.floorDiv(-rows, RowsKernel.ROWS_OF_GROUP));
    launch.rows = rows;
    launch.width = width;
    return launch;
  }

  /** A matrix product: rows x depth times depth x width. */
  static Launch product(int verb, int rows, int depth, int width) {
    int down = -Math.floorDiv(-rows, ProductKernel.TILE);
    int across = -Math.floorDiv(-width, ProductKernel.TILE);
    Launch launch = new Launch(verb, Math.multiplyExact(down, across));
    launch.rows = rows;
    launch.depth = depth;
    launch.width = width;
    return launch;
  }

  Launch depth(int value) {
    depth = value;
    return this;
  }

  Launch first(Block block) {
    first = block;
    return this;
  }

  Launch second(Block block) {
    second = block;
    return this;
  }

  Launch third(Block block) {
    third = block;
    return this;
  }

  Launch fourth(Block block) {
    fourth = block;
    return this;
  }

  Launch constants(Block block) {
    constants = block;
    return this;
  }

  Launch otherConstants(Block block) {
    otherConstants = block;
    return this;
  }

  Launch index(Block block) {
    index = block;
    return this;
  }

  Launch shape(Block block) {
    shape = block;
    return this;
  }

  Launch target(Block block) {
    target = block;
    return this;
  }

  Launch secondTarget(Block block) {
    secondTarget = block;
    return this;
  }

  Launch factor(float value) {
    factor = value;
    return this;
  }

  Launch price(float value) {
    price = value;
    return this;
  }

  Launch underflow(float value) {
    underflow = value;
    return this;
  }

  /** Groups of work items; 0 where there is nothing to do. */
  int groups() {
    return groups;
  }

  /** Puts the operands where the kernel finds them. */
  void handTo(VerbKernel kernel) {
    kernel.verb = verb;
    kernel.count = count;
    kernel.rows = rows;
    kernel.width = width;
    kernel.depth = depth;
    kernel.first = at(first);
    kernel.second = at(second);
    kernel.third = at(third);
    kernel.fourth = at(fourth);
    kernel.constants = at(constants);
    kernel.otherConstants = at(otherConstants);
    kernel.index = at(index);
    kernel.shape = at(shape);
    kernel.target = at(target);
    kernel.secondTarget = at(secondTarget);
    kernel.factor = factor;
    kernel.price = price;
    kernel.underflow = underflow;
  }

  private static int at(Block block) {
    return block == null ? 0 : block.at();
  }
}
