/**
 * The batched verbs that every bound algorithm is made of, and how a device offers them.
 *
 * <p>Start with {@link dev.hasse.compute.Lane}, the list of verbs. A {@link
 * dev.hasse.compute.ComputeBackend} is one device; it turns a network into a {@link
 * dev.hasse.compute.Session} (the weights, uploaded once), which opens {@link
 * dev.hasse.compute.Lane}s (one a thread) whose verbs work on opaque {@link
 * dev.hasse.compute.Tensor}s. Backends are found as services and asked for by name through {@link
 * dev.hasse.compute.Backends}. {@link dev.hasse.compute.FloatAffine} is what backends in float32
 * share: weights with the errors that must be paid for. Training has verbs of its own, in {@code
 * compute.training}. The backends themselves live in sub-packages and in other modules, and nobody
 * mentions them.
 */
package dev.hasse.compute;
