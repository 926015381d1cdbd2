package dev.hasse.verify;

import dev.hasse.domain.Guarantee;
import java.util.Optional;

/**
 * What became of a property.
 *
 * @param outcome the verdict
 * @param stage what decided, or was at work at the end
 * @param guarantee of an {@link Outcome#UNSAT}
 * @param seconds that it took
 * @param boxes that were bounded, by intervals or better
 * @param bounds of linear forms that were computed for that
 * @param open boxes that are left where nothing was decided
 * @param bound a lower bound, over all boxes, of how far outputs are from satisfying the
 *     constraints; above 0 for an {@link Outcome#UNSAT}, at most 0 where boxes are left
 * @param counterexample of a {@link Outcome#SAT}
 */
public record Decision(
    Outcome outcome,
    Stage stage,
    Guarantee guarantee,
    double seconds,
    long boxes,
    long bounds,
    long open,
    double bound,
    Optional<Counterexample> counterexample) {}
