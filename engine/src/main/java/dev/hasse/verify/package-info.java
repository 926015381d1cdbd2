/**
 * Decisions: which boxes to bound next, by which method, and what the bounds say of the question.
 *
 * <p>Start with {@link dev.hasse.verify.Certification}, which asks of every point of a batch
 * whether its whole neighbourhood keeps its class, or with {@link
 * dev.hasse.verify.PropertyVerification}, which decides a property, with {@code verify.attack} and
 * {@code verify.relu}. May use {@code bound}, {@code compute}, {@code network}, {@code domain} and
 * {@code numeric}; reads no file and prints nothing.
 */
package dev.hasse.verify;
