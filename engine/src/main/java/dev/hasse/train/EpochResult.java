package dev.hasse.train;

/**
 * What an epoch of training gave. Losses and shares are means over the epoch's samples, each as it
 * was when the sample's batch came.
 *
 * @param epoch counted from 1
 * @param radius of the balls at the epoch's end
 * @param kappa share of the natural loss at the epoch's end
 * @param beta CROWN's share of the margins at the epoch's end
 * @param rate the learning rate
 * @param loss what was made small, penalties left out
 * @param natural cross-entropy at the samples, over the steps that had it; not-a-number if none had
 * @param robust cross-entropy at the worst margins, or at the attacked points, over the steps that
 *     had it; not-a-number if none had
 * @param accuracy share of samples that were classified right; not-a-number like {@code natural}
 * @param certified share of samples whose margins had positive lower bounds, in float32 and so not
 *     rigorous, or that were classified right at the attacked points; not-a-number like {@code
 *     robust}
 * @param largestNorm the largest norm of a step's gradient, before it was shortened
 */
public record EpochResult(
    int epoch,
    double radius,
    double kappa,
    double beta,
    double rate,
    double loss,
    double natural,
    double robust,
    double accuracy,
    double certified,
    double largestNorm) {}
