package dev.hasse.rules;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Tests the rules: each class below breaks the one rule it is listed with, or none. */
class ProjectRulesTest {
  private static final List<Rule> RULES = ProjectRules.under("sample");

  private static final List<SampleClass> GOOD =
      List.of(
          good("numeric.Round", "public static float f(double x) { return (float) Math.exp(x); }"),
          good("domain.Box", "final float x = sample.numeric.Round.f(0);"),
          good("relax.Slope", "double root(Double x) { return Math.sqrt(Math.abs(x)); }"),
          good("compute.Verb", "static final String[] NAMES = {\"matrix product\"};"),
          good("compute.reference.Plain", "sample.relax.Slope slope; sample.compute.Verb verb;"),
          good("compute.nd4j.Blas", "org.nd4j.Stub array; sample.compute.Verb[] verbs;"),
          good("solver.scip.Port", "com.google.ortools.Stub solver; sample.domain.Box box;"),
          good("format.onnx.Reader", "onnx.Stub model; org.nd4j.shade.protobuf.Stub message;"),
          good("bound.Failure extends RuntimeException", "Failure() { super(\"because\"); }"),
          good("bound.Widen", "public double widen(float x, int n) { float y = n; return x + y; }"),
          good("train.Step", "org.nd4j.Stub weights; sample.bound.Widen bound;"),
          good("sweep.store.Rows", "org.duckdb.Stub database;"),
          good("sweep.spark.Job", "org.apache.spark.Stub context;"),
          good("report.Page", "com.fasterxml.jackson.Stub json; sample.sweep.store.Rows rows;"),
          good("kernels.cuda.Stream", "jcuda.Stub driver; sample.compute.Verb verb;"),
          good("kernels.opencl.Range", "com.aparapi.Stub kernel;"),
          good("bench.Timing", "org.openjdk.jmh.Stub state; sample.bound.Widen bound;"),
          good(
              "cli.Command",
              "picocli.Stub line; sample.bench.Timing t; { System.out.println(); }"));

  private static final List<SampleClass> BAD =
      List.of(
          bad(ProjectRules.HOME, "gadgets.Stray", ""),
          bad(ProjectRules.HOME, "kernels.Loose", ""),
          bad(ProjectRules.TABLE, "numeric.Field", "sample.domain.Box box;"),
          bad(
              ProjectRules.TABLE,
              "domain.Generic",
              "final java.util.List<sample.relax.Slope> s = null;"),
          bad(
              ProjectRules.TABLE,
              "format.Body",
              "void f() { new sample.bound.Widen().widen(0, 1); }"),
          bad(ProjectRules.TABLE, "relax.Array", "sample.compute.Verb[][] verbs;"),
          bad(ProjectRules.TABLE, "verify.Back", "sample.cli.Command command;"),
          bad(ProjectRules.TABLE, "compute.Solving", "sample.solver.Later later;"),
          bad(ProjectRules.TABLE, "solver.Later", "sample.compute.Verb verb;"),
          bad(ProjectRules.TABLE, "report.Skips", "sample.verify.Back back;"),
          bad(ProjectRules.TABLE, "bench.Upwards", "sample.cli.Command command;"),
          bad(ProjectRules.BACKENDS, "compute.Chooser", "sample.compute.reference.Plain backend;"),
          bad(
              ProjectRules.BACKENDS,
              "compute.nd4j.Borrows",
              "sample.compute.reference.Plain backend;"),
          bad(
              ProjectRules.BACKENDS,
              "bound.Shortcut",
              "Class<?> c = sample.compute.nd4j.Blas.class;"),
          bad(ProjectRules.BACKENDS, "cli.Picks", "sample.compute.reference.Plain backend;"),
          bad(ProjectRules.BACKENDS, "bench.Picks", "sample.compute.nd4j.Blas backend;"),
          bad(ProjectRules.SOLVERS, "cli.Solves", "sample.solver.scip.Port port;"),
          bad(ProjectRules.SOLVERS, "bench.Solves", "sample.solver.scip.Port port;"),
          bad(ProjectRules.LIBRARIES, "bound.Arrays", "org.nd4j.Stub array;"),
          bad(ProjectRules.LIBRARIES, "compute.nd4j.Model", "onnx.Stub model;"),
          bad(ProjectRules.LIBRARIES, "train.Message", "org.nd4j.shade.protobuf.Stub message;"),
          bad(ProjectRules.LIBRARIES, "format.onnx.Tensor", "org.nd4j.Stub tensor;"),
          bad(ProjectRules.LIBRARIES, "bound.Native", "org.bytedeco.Stub pointer;"),
          bad(ProjectRules.LIBRARIES, "solver.Direct", "com.google.ortools.Stub solver;"),
          bad(ProjectRules.LIBRARIES, "kernels.opencl.Mixed", "jcuda.Stub driver;"),
          bad(ProjectRules.LIBRARIES, "kernels.cuda.Mixed", "com.aparapi.Stub kernel;"),
          bad(ProjectRules.LIBRARIES, "sweep.Direct", "org.duckdb.Stub database;"),
          bad(ProjectRules.LIBRARIES, "sweep.store.Job", "org.apache.spark.Stub context;"),
          bad(ProjectRules.LIBRARIES, "bench.Line", "picocli.Stub line;"),
          bad(ProjectRules.LIBRARIES, "verify.Bar", "me.tongfei.progressbar.Stub bar;"),
          bad(ProjectRules.LIBRARIES, "sweep.Json", "com.fasterxml.jackson.Stub json;"),
          bad(ProjectRules.LIBRARIES, "cli.Measures", "org.openjdk.jmh.Stub state;"),
          bad(ProjectRules.LIBRARIES, "cli.Unlisted", "org.unheard.Stub surprise;"),
          bad(ProjectRules.FINAL_FIELDS, "domain.Counter", "int count;"),
          bad(ProjectRules.FINAL_FIELDS, "network.Cache", "static Object last;"),
          bad(ProjectRules.MATH, "relax.Exp", "double f(double x) { return Math.exp(x); }"),
          bad(
              ProjectRules.MATH,
              "relax.Pow",
              "double f(double x) { return StrictMath.pow(x, 3); }"),
          bad(
              ProjectRules.MATH,
              "relax.Ref",
              "java.util.function.DoubleUnaryOperator f() { return Math::tanh; }"),
          bad(
              ProjectRules.MATH,
              "relax.Inside",
              "java.util.function.DoubleUnaryOperator f() { return x -> Math.log(x); }"),
          bad(ProjectRules.NARROWING, "bound.Cast", "float f(double x) { return (float) x; }"),
          bad(
              ProjectRules.NARROWING,
              "bound.Sum",
              "float f(float s, double x) { s += x; return s; }"),
          bad(
              ProjectRules.NARROWING,
              "kernels.cuda.Box",
              "float f(Double x) { return x.floatValue(); }"),
          bad(ProjectRules.NARROWING, "cli.Any", "float f(Number x) { return x.floatValue(); }"),
          bad(ProjectRules.ASSERT, "bound.Hopes", "void f(int n) { assert n > 0; }"),
          bad(ProjectRules.PRINT, "report.Prints", "void f() { System.out.println(); }"),
          bad(ProjectRules.PRINT, "bench.Warns", "void f() { System.err.println(); }"),
          bad(ProjectRules.PRINT, "verify.Trace", "void f(Exception e) { e.printStackTrace(); }"),
          bad(
              ProjectRules.RUNTIME_EXCEPTION,
              "cli.Bare",
              "void f() { throw new RuntimeException(); }"),
          bad(
              ProjectRules.RUNTIME_EXCEPTION,
              "bound.Thrower extends RuntimeException",
              "void f() { throw new RuntimeException(\"no\"); }"),
          bad(ProjectRules.NAMES, "format.BoxUtil", ""),
          bad(ProjectRules.NAMES, "format.StringUtils", ""),
          bad(ProjectRules.NAMES, "sweep.RowHelper", ""),
          bad(ProjectRules.NAMES, "compute.MemoryManager", ""),
          bad(ProjectRules.NAMES, "solver.PortImpl", ""));

  @TempDir static Path folder;
  private static JavaClasses classes;

  @BeforeAll
  static void compileSamples() throws IOException {
    SampleClass.compile(Stream.concat(GOOD.stream(), BAD.stream()).toList(), folder);
    classes = new ClassFileImporter().importPath(folder.resolve("sample"));
  }

  @ParameterizedTest
  @FieldSource("GOOD")
  void goodClassesPass(SampleClass sample) {
    assertEquals(Set.of(), rulesBrokenBy(sample));
  }

  @ParameterizedTest
  @FieldSource("BAD")
  void badClassesBreakTheirRule(SampleClass sample) {
    assertEquals(Set.of(sample.breaks()), rulesBrokenBy(sample));
  }

  @Test
  void everyRuleRejectsSomething() {
    assertEquals(
        RULES.stream().map(Rule::name).collect(toSet()),
        BAD.stream().map(SampleClass::breaks).collect(toSet()));
  }

  @Test
  void exceptionsCoverOneRuleForOneClass() {
    List<JavaClass> both =
        List.of(classes.get("sample.report.Prints"), classes.get("sample.bench.Warns"));
    WrittenException written =
        new WrittenException(ProjectRules.PRINT, "sample.report.Prints", "It is the sample.");
    Rule print = rule(ProjectRules.PRINT);
    assertEquals(2, print.violations(both, List.of()).size());
    assertEquals(1, print.violations(both, List.of(written)).size());
    assertEquals(List.of(), rule(ProjectRules.TABLE).violations(both, List.of(written)));
    WrittenException other =
        new WrittenException(ProjectRules.TABLE, "sample.report.Prints", "It is the sample.");
    assertEquals(2, print.violations(both, List.of(other)).size());
  }

  @Test
  void exceptionsNeedReasons() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new WrittenException(ProjectRules.PRINT, "sample.report.Prints", " "));
  }

  private static Set<String> rulesBrokenBy(SampleClass sample) {
    List<JavaClass> type = List.of(classes.get(sample.name()));
    return RULES.stream()
        .filter(rule -> !rule.violations(type, List.of()).isEmpty())
        .map(Rule::name)
        .collect(toSet());
  }

  private static Rule rule(String name) {
    return RULES.stream().filter(rule -> rule.name().equals(name)).findFirst().orElseThrow();
  }

  private static SampleClass good(String declaration, String body) {
    return new SampleClass("", declaration, body);
  }

  private static SampleClass bad(String rule, String declaration, String body) {
    return new SampleClass(rule, declaration, body);
  }
}
