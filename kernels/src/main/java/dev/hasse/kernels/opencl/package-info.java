/**
 * The OpenCL backend: the verbs in float32 on any OpenCL device, by Aparapi, which translates Java
 * methods to OpenCL.
 *
 * <p>Start with {@link dev.hasse.kernels.opencl.VerbKernel}, which runs on the device, and {@link
 * dev.hasse.kernels.opencl.OpenClLane}, which launches it. {@link
 * dev.hasse.kernels.opencl.OpenClDevice} keeps the two apart: memory, transfers, launches and the
 * check that each launch ran where it should. Nobody mentions this package; it is found as a
 * service under the name {@code opencl}.
 */
package dev.hasse.kernels.opencl;
