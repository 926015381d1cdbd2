/**
 * The {@code cuda} backend: NVIDIA GPUs by the driver API, with kernels that are shipped as PTX.
 *
 * <p>Start with {@link dev.hasse.kernels.cuda.CudaLane}: its verbs are in {@code IntervalVerbs},
 * {@code RowVerbs} and {@code PointVerbs}, each a launch or two of a kernel from {@code
 * src/main/cuda}, in the stream of the lane's {@code DeviceQueue}. {@code Discovery} finds the
 * driver; {@code DriverStatus} looks at the result of every call. Only the driver is needed at run
 * time: no CUDA toolkit. docs/SOUNDNESS.md has the proofs, "The cuda backend". Training has a lane
 * of its own, {@link dev.hasse.kernels.cuda.CudaTrainingLane}, over weights that change. Nobody
 * mentions this package; it is found as a service.
 */
package dev.hasse.kernels.cuda;
