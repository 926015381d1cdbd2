package dev.hasse.cli;

import dev.hasse.rules.ProjectRules;
import dev.hasse.rules.WrittenException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of the whole project; here above all: a front end names no backend and no solver. */
class DependencyRulesTest {
  /** The classes that may break a rule, each with the sentence that says why. */
  private static final List<WrittenException> EXCEPTIONS = List.of();

  @TestFactory
  Stream<DynamicTest> cliObeys() {
    return ProjectRules.testsOfThisModule(EXCEPTIONS);
  }
}
