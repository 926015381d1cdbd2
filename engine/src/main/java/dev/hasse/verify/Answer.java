package dev.hasse.verify;

import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Verdict;
import java.util.Optional;

/**
 * What a {@link Certification} found out about one point.
 *
 * @param label the class it should get
 * @param predicted the class it gets, computed with rounding to nearest; the smallest of equals
 * @param verdict the answer
 * @param method the method that gave the verdict, or for an undecided one the last that tried;
 *     empty where the point itself is misclassified and no bound was asked
 * @param guarantee of {@code margin} as a bound; empty where it is no bound
 * @param margin a lower bound over the ball of the label's output minus the largest other one, the
 *     best of all methods that ran; for a misclassified point its value at the point
 * @param counterexample of a violated point: an input of its ball that does not get the label, or
 *     gets it by a tie
 * @param seconds this point's share of the time of the batches it was computed in
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Answer(
    int label,
    int predicted,
    Verdict verdict,
    Optional<BoundMethod> method,
    Optional<Guarantee> guarantee,
    double margin,
    Optional<double[]> counterexample,
    double seconds) {}
