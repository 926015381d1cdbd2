/**
 * Data to certify: IDX images and labels, boxes or points as CSV, and fetching the public image
 * data sets. Boxes are streamed, since a sweep's file may hold far more of them than memory does.
 *
 * <p>Start with {@link dev.hasse.format.data.BoxSource} for boxes and {@link
 * dev.hasse.format.data.DatasetFetch} for data sets; what is known of each, with the digests that
 * its files are checked against, is in {@link dev.hasse.format.data.PublicDataset}. Nothing here
 * prints: progress goes to a {@link dev.hasse.format.data.FetchListener}. May use what {@code
 * format} may.
 */
package dev.hasse.format.data;
