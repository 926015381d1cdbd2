package dev.hasse.train;

/**
 * What a batch's loss is.
 *
 * @param samples of the batch
 * @param loss the mean that the gradient is of, with the terms of tightness and balance
 * @param natural the mean cross-entropy at the samples; not-a-number if it has no share
 * @param robust the mean cross-entropy at the worst margins; not-a-number if it has no share
 * @param correct how many samples were classified right; 0 if the natural loss has no share
 * @param certified how many samples have positive lower bounds of all margins, in float32 and so
 *     not rigorous; 0 if the robust loss has no share
 */
public record LossValue(
    int samples, double loss, double natural, double robust, int correct, int certified) {}
