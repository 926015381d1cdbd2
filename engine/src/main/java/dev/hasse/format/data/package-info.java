/**
 * Image data sets: fetching the public ones as IDX files.
 *
 * <p>Start with {@link dev.hasse.format.data.DatasetFetch}; what is known of each data set, with
 * the digests that its files are checked against, is in {@link
 * dev.hasse.format.data.PublicDataset}. Nothing here prints: progress goes to a {@link
 * dev.hasse.format.data.FetchListener}. May use what {@code format} may use.
 */
package dev.hasse.format.data;
