package dev.hasse.bound.semidefinite;

/**
 * What the semidefinite relaxation says of one linear form of the outputs over one box.
 *
 * @param lower a lower bound of the form over the box, RIGOROUS; never looser than that of the
 *     propagation that it begins with
 * @param isOptimal whether the relaxation was solved to its tolerance, or as far as the question
 *     asks; if not, time ran out, rounding ended it, or the propagation's bound was enough
 * @param steps evaluations of the objective's augmented Lagrangian
 * @param seconds wall time, of all forms solved together
 */
public record SemidefiniteBound(double lower, boolean isOptimal, int steps, double seconds) {}
