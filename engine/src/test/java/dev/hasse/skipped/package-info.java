/**
 * Tells why tests were skipped. {@link dev.hasse.skipped.SkippedTestListing} is the whole of it.
 */
package dev.hasse.skipped;
