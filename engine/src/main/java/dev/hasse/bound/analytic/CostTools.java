package dev.hasse.bound.analytic;

import dev.hasse.compute.ComputeBackend;
import java.util.Optional;

/**
 * What an analysis of divergence computes with; whoever opened them closes them.
 *
 * @param backend samples and bounds
 * @param precise evaluates witnesses: with more digits the lower bounds of deep networks are
 *     better; may be the same
 * @param exact finds maxima exactly; empty where none are asked for
 */
public record CostTools(
    ComputeBackend backend, ComputeBackend precise, Optional<ExactSolve> exact) {}
