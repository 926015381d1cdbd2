package dev.hasse;

import dev.hasse.rules.ProjectRules;
import dev.hasse.rules.WrittenException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may depend on whom, and what nobody may do, over the engine's main classes. */
class DependencyRulesTest {
  /** The classes that may break a rule, each with the sentence that says why. */
  private static final List<WrittenException> EXCEPTIONS = List.of();

  @TestFactory
  Stream<DynamicTest> engineObeys() {
    return ProjectRules.testsOfThisModule(EXCEPTIONS);
  }
}
