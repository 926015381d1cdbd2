package dev.hasse.rules;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** All rules that the project's classes obey, by name. */
public final class ProjectRules {
  public static final String HOME = "every class lives in a package of the table";
  public static final String TABLE = "packages use only what the table allows";
  public static final String BACKENDS = "backends are found as services, never mentioned";
  public static final String SOLVERS = "front ends mention no concrete solver";
  public static final String LIBRARIES = "each foreign library lives behind one package";
  public static final String FINAL_FIELDS = "domain and network have only final fields";
  public static final String MATH = "only numeric calls functions that round as they like";
  public static final String NARROWING = "only numeric turns a double into a float";
  public static final String ASSERT = "nobody asserts";
  public static final String PRINT = "only cli prints";
  public static final String RUNTIME_EXCEPTION = "nobody throws a bare RuntimeException";
  public static final String NAMES = "no class is called Util, Utils, Helper, Manager or Impl";

  /** Where the classes of the module under test lie; Surefire runs in the module's folder. */
  private static final Path MAIN_CLASSES = Path.of("target", "classes");

  /** What JMH generates beside a benchmark is not ours to style. */
  private static final ImportOption OUR_OWN = location -> !location.contains("/jmh_generated/");

  private ProjectRules() {}

  /** One test a rule over the main classes of this module; an empty module passes. */
  public static Stream<DynamicTest> testsOfThisModule(List<WrittenException> exceptions) {
    Collection<JavaClass> classes =
        new ClassFileImporter().withImportOption(OUR_OWN).importPath(MAIN_CLASSES);
    return under("dev.hasse").stream()
        .map(rule -> dynamicTest(rule.name(), () -> check(rule, classes, exceptions)));
  }

  private static void check(
      Rule rule, Collection<JavaClass> classes, List<WrittenException> exceptions) {
    List<String> violations = rule.violations(classes, exceptions);
    if (!violations.isEmpty()) {
      fail("Broken rule: " + rule.name() + "\n" + String.join("\n", violations));
    }
  }

  /** The rules for a project whose packages lie under {@code root}. */
  static List<Rule> under(String root) {
    PackageTable table = new PackageTable(root);
    Predicate<JavaClass> numeric = type -> table.isIn(type, "numeric");
    Predicate<JavaClass> cli = type -> table.isIn(type, "cli");
    Predicate<JavaClass> values = type -> table.isIn(type, "domain") || table.isIn(type, "network");
    return List.of(
        new Rule(HOME, table::homeless),
        new Rule(TABLE, table::forbiddenUses),
        new Rule(BACKENDS, table::namedBackends),
        new Rule(SOLVERS, table::namedSolvers),
        new Rule(LIBRARIES, new ForeignLibraries(table)::misplacedUses),
        new Rule(FINAL_FIELDS, where(values, Calls::mutableFields)),
        new Rule(MATH, where(numeric.negate(), Calls::inexactMath)),
        new Rule(NARROWING, where(numeric.negate(), Narrowing::complaints)),
        new Rule(ASSERT, Calls::assertions),
        new Rule(PRINT, where(cli.negate(), Calls::printing)),
        new Rule(RUNTIME_EXCEPTION, Calls::runtimeExceptions),
        new Rule(NAMES, Calls::joblessNames));
  }

  private static Function<JavaClass, Stream<String>> where(
      Predicate<JavaClass> applies, Function<JavaClass, Stream<String>> complaints) {
    return type -> applies.test(type) ? complaints.apply(type) : Stream.empty();
  }
}
