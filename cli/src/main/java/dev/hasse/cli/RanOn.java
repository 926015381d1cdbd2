package dev.hasse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hasse.compute.ComputeBackend;
import java.io.IOException;

/**
 * What computed a result.
 *
 * @param backend its name
 * @param device in words, see {@link ComputeBackend#device()}
 */
record RanOn(String backend, String device) {
  static RanOn of(ComputeBackend backend) {
    return new RanOn(backend.name(), backend.device());
  }

  /** Writes the keys {@code backend} and {@code device} of an open object. */
  void write(JsonGenerator json) throws IOException {
    json.writeStringField("backend", backend);
    json.writeStringField("device", device);
  }
}
