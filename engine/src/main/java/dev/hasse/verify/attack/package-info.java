/**
 * The search for counterexamples by gradients. Start with {@link
 * dev.hasse.verify.attack.GradientAttack}, of which one round at a time is run between other work.
 * It asks {@code bound} for directions and {@code verify}'s confirmation for the last word.
 */
package dev.hasse.verify.attack;
