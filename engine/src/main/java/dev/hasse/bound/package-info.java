/**
 * Bound algorithms: each walks the network once a pass and calls verbs of a lane.
 *
 * <p>Start with {@link dev.hasse.bound.BoundAnalysis}, which cuts a batch into chunks and hands
 * each to {@link dev.hasse.bound.ChunkBounds}; {@link dev.hasse.bound.IntervalPass} goes up the
 * network, {@link dev.hasse.bound.BackSubstitution} down. {@link dev.hasse.bound.RegionPass} does
 * both for the regions of branch and bound, with slopes that {@link
 * dev.hasse.bound.SlopeOptimization} improves. May use {@code compute}, {@code relax}, {@code
 * network}, {@code domain} and {@code numeric}; knows no backend and no file.
 */
package dev.hasse.bound;
