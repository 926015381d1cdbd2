/**
 * Bulk certification: a plan of networks, data, radii and methods becomes questions, batches of
 * which go through a cascade, and one {@link dev.hasse.sweep.SweepRow} for each is kept. Start
 * reading at {@link dev.hasse.sweep.SweepRow}. Knows no database: {@code sweep.store} does.
 */
package dev.hasse.sweep;
