package dev.hasse.kernels.cuda;

import dev.hasse.kernels.emulator.Emulated;

/** The bound methods on the emulator. */
@Emulated
final class EmulatedBoundTest extends CudaBoundTest {}
