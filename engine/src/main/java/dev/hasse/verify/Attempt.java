package dev.hasse.verify;

import dev.hasse.domain.Guarantee;
import java.util.Optional;

/**
 * What one bound method found for one box.
 *
 * @param margin a lower bound over the box of the label's output minus the largest other one
 * @param guarantee of {@code margin}
 * @param counterexample an input of the box that does not get the label, or gets it by a tie, in
 *     outward-rounded arithmetic; empty where none was met
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Attempt(double margin, Guarantee guarantee, Optional<double[]> counterexample) {}
