/**
 * SCIP for mixed-integer programs and GLOP for linear ones, through the JNI of OR-Tools, the only
 * package that mentions it. Found as a {@link dev.hasse.solver.SolverProvider} service.
 */
package dev.hasse.solver.scip;
