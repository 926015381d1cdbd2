package dev.hasse.kernels.emulator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a class where this JVM would load no emulator, and says why; fails it if {@code
 * -Drequire.backends} names {@code emulator}.
 */
final class EmulatorRequired implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String missing = missing();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("the PTX emulator is there");
    }
    String required = System.getProperty("require.backends", "");
    if (Arrays.asList(required.split(",", -1)).contains("emulator")) {
      throw new AssertionError("the PTX emulator is required: " + missing);
    }
    return ConditionEvaluationResult.disabled(missing);
  }

  /** What is missing, or nothing. */
  private static String missing() {
    String path = System.getenv("LD_LIBRARY_PATH");
    if (path == null || System.getenv("HASSE_EMULATOR_CONTROL") == null) {
      return "this JVM was not started on the PTX emulator (run through Maven)";
    }
    if (!Files.exists(Path.of(path).resolve("libcuda.so.1"))) {
      return "there is no PTX emulator: g++ was not found to build it";
    }
    return "";
  }
}
