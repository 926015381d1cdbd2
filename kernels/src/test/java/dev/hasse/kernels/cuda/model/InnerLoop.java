package dev.hasse.kernels.cuda.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.Map;

/**
 * The innermost loop of a kernel that issues the most instructions, and the loops around it.
 *
 * @param fusedShare of its instructions that are FFMA
 * @param fusedShareOfLoops the same over the outermost loop that contains it
 * @param conflicts of banks of shared memory, in all of its iterations
 */
record InnerLoop(double fusedShare, double fusedShareOfLoops, double conflicts) {
  static Map<Signature, InnerLoop> all(JsonNode report) {
    Map<Signature, InnerLoop> all = new EnumMap<>(Signature.class);
    for (JsonNode kernel : report.get("kernels")) {
      for (JsonNode loop : kernel.get("loops")) {
        if (loop.get("hottest").asBoolean()) {
          JsonNode around = around(kernel, loop);
          all.put(
              Signature.of(kernel.get("name").asText()),
              new InnerLoop(
                  loop.get("fusedFloatShare").asDouble(),
                  around.get("fusedFloatShare").asDouble(),
                  loop.get("shared").get("conflicts").asDouble()));
        }
      }
    }
    return all;
  }

  private static JsonNode around(JsonNode kernel, JsonNode inner) {
    int line = inner.get("fromLine").asInt();
    for (JsonNode loop : kernel.get("loops")) {
      if (loop.get("depth").asInt() == 1
          && loop.get("fromLine").asInt() <= line
          && line <= loop.get("toLine").asInt()) {
        return loop;
      }
    }
    return inner;
  }
}
