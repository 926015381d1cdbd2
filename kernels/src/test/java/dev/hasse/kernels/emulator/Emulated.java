package dev.hasse.kernels.emulator;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that runs on the PTX emulator. Surefire gives such classes a JVM with the emulator
 * on its library path, and no other class runs there. Skipped, with the reason, where the emulator
 * could not be built.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("emulated")
@ExtendWith(EmulatorRequired.class)
public @interface Emulated {}
