package dev.hasse.kernels.cuda.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the manifest says of a kernel.
 *
 * @param block threads
 * @param tileRows 0 where it has no tiles
 * @param registers a thread, on sm_90
 * @param shared bytes a block
 */
record Resources(int block, int tileRows, int tileColumns, int registers, int shared) {
  private static final Path MANIFEST =
      Path.of("src/main/resources/dev/hasse/kernels/cuda/manifest.json");
  private static final int WARP = 32;
  private static final int REGISTER_UNIT = 256; // a warp's registers come in these

  static Map<Signature, Resources> all() throws IOException {
    JsonNode kernels = new ObjectMapper().readTree(MANIFEST.toFile()).get("kernels");
    Map<Signature, Resources> all = new EnumMap<>(Signature.class);
    for (Signature signature : Signature.values()) {
      JsonNode kernel = kernels.get(signature.kernel());
      JsonNode hopper = kernel.get("resources").get("sm_90");
      all.put(
          signature,
          new Resources(
              kernel.get("block").asInt(),
              kernel.path("tileRows").asInt(0),
              kernel.path("tileColumns").asInt(0),
              hopper.get("registers").asInt(),
              hopper.get("shared").asInt()));
    }
    return all;
  }

  /** Blocks that a multiprocessor holds at once. */
  int resident() {
    int warps = block / WARP;
    int ofWarp = (registers * WARP + REGISTER_UNIT - 1) / REGISTER_UNIT * REGISTER_UNIT;
    int byRegisters = H100.REGISTERS / (warps * ofWarp);
    int byShared = H100.SHARED / (shared + H100.RESERVED_SHARED);
    return Math.min(Math.min(byRegisters, byShared), Math.min(H100.THREADS / block, H100.BLOCKS));
  }

  /** Blocks of a launch for so many rows, as kernels.cuda.Grid makes them. */
  long blocks(Shape shape, int rows) {
    if (tileRows > 0) {
      return ceiling(rows, tileRows) * ceiling(shape.columns(), tileColumns);
    }
    if (block == 128) {
      return ceiling(rows, block / WARP);
    }
    long threads =
        (long) rows * shape.columns() / (shape.signature() == Signature.UNSTABLE ? 1 : 4);
    return Math.min(ceiling(threads, block), 2048);
  }

  /** What the counts of a launch are proportional to. */
  double units(int rows) {
    return tileRows > 0 ? ceiling(rows, tileRows) : rows;
  }

  private static long ceiling(long count, long each) {
    return (count + each - 1) / each;
  }
}
