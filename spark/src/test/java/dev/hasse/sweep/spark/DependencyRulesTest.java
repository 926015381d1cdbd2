package dev.hasse.sweep.spark;

import dev.hasse.rules.ProjectRules;
import dev.hasse.rules.WrittenException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of the whole project; here above all: Spark is mentioned in this package only. */
class DependencyRulesTest {
  /** The classes that may break a rule, each with the sentence that says why. */
  private static final List<WrittenException> EXCEPTIONS =
      List.of(
          new WrittenException(
              ProjectRules.PRINT,
              "dev.hasse.sweep.spark.SparkSweep",
              "It is a command of its own, which spark-submit starts without the module cli."));

  @TestFactory
  Stream<DynamicTest> sparkObeys() {
    return ProjectRules.testsOfThisModule(EXCEPTIONS);
  }
}
