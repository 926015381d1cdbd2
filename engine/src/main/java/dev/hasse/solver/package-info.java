/**
 * Linear and mixed-integer programs: a small port to solvers, and dual bounds that hold whatever
 * the solver rounded. Start at {@link dev.hasse.solver.LinearSolver}; {@link
 * dev.hasse.solver.Solvers} finds one by name. Knows nothing of networks.
 */
package dev.hasse.solver;
