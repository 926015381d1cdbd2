/**
 * The cost of relaxation, after arXiv 2604.18728 ("The Cost of Relaxation: Evaluating the Error in
 * Convex Neural Network Verification"): how far a network and its chord relaxation come apart on a
 * box, measured, bounded from both sides, and as it grows with depth and radius. Start at {@link
 * dev.hasse.bound.analytic.DivergenceAnalysis} for one box and at {@link
 * dev.hasse.bound.analytic.DepthExperiment} for a whole experiment. Formulas and proofs are in
 * {@code docs/THEORY.md}.
 */
package dev.hasse.bound.analytic;
