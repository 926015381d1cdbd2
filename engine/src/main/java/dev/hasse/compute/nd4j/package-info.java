/**
 * The {@code cpu} backend: float32 products by the OpenBLAS that comes with ND4J, and plain loops
 * between them.
 *
 * <p>Start with {@link dev.hasse.compute.nd4j.CpuLane}; intervals are in {@code IntervalVerbs},
 * rows in {@code RowVerbs}; a second thread shares small batches ({@code Companion}). OpenBLAS
 * rounds as it likes, so intervals are inflated before the product and rows pay for it from their
 * constants; docs/SOUNDNESS.md has the proofs, under the names of the methods here. Products are
 * called on off-heap buffers directly: through {@code INDArray} each would cost 45 to 120
 * microseconds before it starts. Nobody mentions this package; it is found as a service.
 */
package dev.hasse.compute.nd4j;
