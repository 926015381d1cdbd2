package dev.hasse.kernels.cuda;

import dev.hasse.kernels.emulator.Emulated;

/** The shipped PTX on the emulator. */
@Emulated
final class EmulatedTrainingGradientTest extends TrainingGradientTest {}
