/**
 * Bounds past the barrier of single-neuron relaxations: the semidefinite relaxation of a network on
 * a box and rigorous bounds from its multipliers (docs/THEORY.md, "The semidefinite relaxation").
 * Start at {@link dev.hasse.bound.semidefinite.SemidefiniteAnalysis}.
 */
package dev.hasse.bound.semidefinite;
