/**
 * The nouns everything else speaks of: boxes, bounds, objectives, properties, verdicts and the
 * guarantee a result carries. Values only: immutable, checked when made, no algorithm, no I/O.
 *
 * <p>Start with {@link dev.hasse.domain.BoxBatch} and {@link dev.hasse.domain.Bounds}. May use
 * {@code numeric} only.
 */
package dev.hasse.domain;
