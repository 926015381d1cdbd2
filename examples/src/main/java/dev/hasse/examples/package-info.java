/**
 * Certified training in loops of one's own: the loss and its gradient come from {@link
 * dev.hasse.train.CertifiedLoss}, everything else from elsewhere. Start with {@link
 * dev.hasse.examples.HandWrittenLoop}; {@link dev.hasse.examples.SameDiffLoop} and {@link
 * dev.hasse.examples.Dl4jAdapter} keep their parameters in ND4J's SameDiff and in DL4J. Each
 * returns what the loss became and prints nothing; their tests run them.
 */
package dev.hasse.examples;
