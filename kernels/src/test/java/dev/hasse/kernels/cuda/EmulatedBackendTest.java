package dev.hasse.kernels.cuda;

import dev.hasse.kernels.emulator.Emulated;

/** The shipped PTX on the emulator, judged as every backend is. */
@Emulated
final class EmulatedBackendTest extends CudaBackendTest {}
