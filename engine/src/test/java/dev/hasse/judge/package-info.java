/**
 * Independent judges for the tests: exact arithmetic, exact networks, seeded inputs. Nothing here
 * rounds where a verdict depends on it, and nothing here calls the code that it judges.
 *
 * <p>Start with {@link dev.hasse.judge.Dyadic}, the exact numbers.
 */
package dev.hasse.judge;
