package dev.hasse.cli;

import dev.hasse.bound.BoundMethod;
import dev.hasse.verify.Ball;
import java.util.List;

/** What is known of a {@code certify} run before the first answer. */
record CertifyHeader(
    String network, RanOn ranOn, List<BoundMethod> cascade, Ball ball, double scale) {
  CertifyHeader {
    cascade = List.copyOf(cascade);
  }
}
