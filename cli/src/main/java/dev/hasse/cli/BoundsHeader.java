package dev.hasse.cli;

import dev.hasse.bound.BoundMethod;

/** What is known of a {@code bounds} run before the first box. */
record BoundsHeader(String network, BoundMethod method, RanOn ranOn) {}
