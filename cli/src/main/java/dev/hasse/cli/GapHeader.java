package dev.hasse.cli;

/**
 * What is known of a {@code gap} run before the first box.
 *
 * @param solver its name and the versions of the native solvers
 * @param element as it was asked for
 * @param timeout seconds of a box
 * @param walk whether to write the walks
 */
record GapHeader(
    String network,
    RanOn ranOn,
    String solver,
    ElementChoice element,
    double timeout,
    int threads,
    boolean walk) {}
