package dev.hasse.solver;

import java.util.Optional;

/**
 * What a solver claims of one minimisation; not yet checked.
 *
 * @param status how it ended
 * @param dualBound a lower bound of the minimum, to the solver's tolerances; -infinity where it has
 *     none
 * @param primal the best point found, one value a variable
 * @param multipliers of a linear program: one a row, of the sign convention {@code c = A' y + d}
 * @param nodes of the branch-and-bound tree
 * @param seconds wall time
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Solution(
    SolveStatus status,
    double dualBound,
    Optional<double[]> primal,
    Optional<double[]> multipliers,
    long nodes,
    double seconds) {}
