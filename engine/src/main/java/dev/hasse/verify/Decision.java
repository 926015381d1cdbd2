package dev.hasse.verify;

import dev.hasse.domain.Guarantee;
import java.util.Optional;

/**
 * What became of a property.
 *
 * @param outcome the verdict
 * @param stage what decided, in words: attack, whole boxes, input splitting
 * @param guarantee of an {@link Outcome#UNSAT}
 * @param seconds that it took
 * @param boxes that were bounded
 * @param open boxes that are left where nothing was decided
 * @param bound the smallest bound of what is left: how far the worst box is from being excluded; 0
 *     or above where all are
 * @param counterexample of a {@link Outcome#SAT}
 */
public record Decision(
    Outcome outcome,
    String stage,
    Guarantee guarantee,
    double seconds,
    long boxes,
    long open,
    double bound,
    Optional<Counterexample> counterexample) {}
