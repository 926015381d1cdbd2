package dev.hasse.cli;

import dev.hasse.bound.analytic.Sampling;

/**
 * What a result of {@code cost} belongs to.
 *
 * @param experiment the command's name
 * @param subject the family or the network
 * @param ranOn what computed it
 * @param sampling of each box
 */
record CostHeader(String experiment, String subject, RanOn ranOn, Sampling sampling) {}
