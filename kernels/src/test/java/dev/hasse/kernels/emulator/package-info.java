/**
 * The PTX emulator, a stand-in for the NVIDIA driver, and its tests.
 *
 * <p>{@code src/test/cpp/README.md} says what it does. A test class marked {@link
 * dev.hasse.kernels.emulator.Emulated} runs in a JVM of its own kind, in which JCuda finds the
 * emulator where it looks for the driver; {@link dev.hasse.kernels.emulator.Emulation} changes the
 * emulated device and plans failures.
 */
package dev.hasse.kernels.emulator;
