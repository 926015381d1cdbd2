package dev.hasse.cli;

import dev.hasse.bound.analytic.Sampling;

/**
 * What a result of {@code cost} belongs to.
 *
 * @param experiment the command's name
 * @param subject the family or the network
 * @param backend that ran
 * @param sampling of each box
 */
record CostHeader(String experiment, String subject, String backend, Sampling sampling) {}
