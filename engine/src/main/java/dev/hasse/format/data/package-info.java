/**
 * Data to certify: IDX images and labels, and boxes or points as CSV. Boxes are streamed, since a
 * sweep's file may hold far more of them than memory does.
 *
 * <p>Start with {@link dev.hasse.format.data.BoxSource}. May use what {@code format} may.
 */
package dev.hasse.format.data;
