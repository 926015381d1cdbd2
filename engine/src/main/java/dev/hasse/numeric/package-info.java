/**
 * Rounding in one place: directed operations on doubles, conversions to float that keep their side,
 * and the running error bounds of floating-point sums.
 *
 * <p>Start with {@link dev.hasse.numeric.Outward}. This package knows nothing of networks and may
 * use nothing of the project.
 */
package dev.hasse.numeric;
