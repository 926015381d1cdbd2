package dev.hasse.kernels.cuda;

import dev.hasse.kernels.emulator.Emulated;

/** The same on the emulator. */
@Emulated
final class EmulatedImageBoundTest extends ImageBoundTest {}
