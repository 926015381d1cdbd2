package dev.hasse.kernels.cuda.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the emulator counted of one launch; of a share of it where it is scaled.
 *
 * @param instructions of warps
 * @param doubles of these, on the double-precision pipe
 * @param wavefronts of shared memory
 * @param conflicts wavefronts beyond the least
 * @param sectors of 32 bytes that requests to global memory touched
 * @param idealSectors that the distinct bytes of each request need at least
 */
record Counts(
    double instructions,
    double doubles,
    double wavefronts,
    double conflicts,
    double sectors,
    double idealSectors) {
  static Counts of(JsonNode launch) {
    JsonNode instructions = launch.get("warpInstructions");
    JsonNode shared = launch.get("shared");
    return new Counts(
        instructions.get("total").asDouble(),
        instructions.get("double").asDouble(),
        shared.get("wavefronts").asDouble(),
        shared.get("conflicts").asDouble(),
        global(launch, "sectors"),
        global(launch, "idealSectors"));
  }

  private static double global(JsonNode launch, String what) {
    return launch.get("globalLoads").get(what).asDouble()
        + launch.get("globalStores").get(what).asDouble()
        + launch.get("atomics").get(what).asDouble();
  }

  Counts times(double factor) {
    return new Counts(
        factor * instructions,
        factor * doubles,
        factor * wavefronts,
        factor * conflicts,
        factor * sectors,
        factor * idealSectors);
  }
}
