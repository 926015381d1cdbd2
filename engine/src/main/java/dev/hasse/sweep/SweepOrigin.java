package dev.hasse.sweep;

/**
 * What rows say of where they come from.
 *
 * @param host name of the machine
 * @param version of the code
 */
public record SweepOrigin(String host, String version) {}
