package dev.hasse.format.vnnlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.Property;
import dev.hasse.domain.Property.Case;
import dev.hasse.domain.Property.OutputConstraint;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VnnLibReaderTest {
  private static final String DECLARATIONS =
      """
      ; one input, two outputs
      (declare-const X_0 Real)
      (declare-const Y_0 Real) (declare-const Y_1 Real)
      """;
  private static final String UNIT = "(assert (>= X_0 0)) (assert (<= X_0 1))\n";

  @TempDir Path folder;

  private Property read(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("p.vnnlib"), DECLARATIONS + text);
    return VnnLibReader.read(file, 1, 2);
  }

  private static void assertConstraint(OutputConstraint found, double a, double b, double k) {
    assertEquals(a, found.coefficient(0));
    assertEquals(b, found.coefficient(1));
    assertEquals(k, found.constant());
  }

  private OutputConstraint constraint(String comparison) throws Exception {
    Property property = read(UNIT + "(assert " + comparison + ")");
    assertEquals(1, property.cases().size());
    return property.cases().get(0).constraints().get(0);
  }

  @Test
  void readsBothSidesOfEveryComparison() throws Exception {
    assertConstraint(constraint("(<= Y_0 Y_1)"), 1, -1, 0);
    assertConstraint(constraint("(>= Y_0 Y_1)"), -1, 1, 0);
    assertConstraint(constraint("(< Y_0 2)"), 1, 0, -2);
    assertConstraint(constraint("(> 2 Y_1)"), 0, 1, -2);
    assertConstraint(constraint("(<= 2 Y_1)"), 0, -1, 2);
  }

  @Test
  void readsLinearExpressions() throws Exception {
    assertConstraint(constraint("(<= (+ Y_0 (* 2 Y_1) 3) (- Y_0))"), 2, 2, 3);
    assertConstraint(constraint("(>= (- (* Y_0 0.5 4) Y_1 1) 0)"), -2, 1, 1);
  }

  @Test
  void equalityIsBothInequalities() throws Exception {
    Property property = read(UNIT + "(assert (= Y_0 3))");
    List<OutputConstraint> both = property.cases().get(0).constraints();
    assertConstraint(both.get(0), 1, 0, -3);
    assertConstraint(both.get(1), -1, 0, 3);
  }

  @Test
  void boxesContainTheDecimals() throws Exception {
    Property property = read("(assert (>= X_0 0.1)) (assert (<= X_0 0.3)) (assert (<= Y_0 0))");
    double lower = property.boxes().lower(0, 0);
    double upper = property.boxes().upper(0, 0);
    assertTrue(new BigDecimal(lower).compareTo(new BigDecimal("0.1")) < 0);
    assertEquals(0.1, Math.nextUp(lower));
    assertTrue(new BigDecimal(upper).compareTo(new BigDecimal("0.3")) > 0);
    assertEquals(0.3, Math.nextDown(upper));
  }

  @Test
  void constantsOfOutputsAreRelaxed() throws Exception {
    double below = constraint("(<= Y_0 0.1)").constant();
    assertTrue(new BigDecimal(below).compareTo(new BigDecimal("-0.1")) <= 0);
    double above = constraint("(>= Y_0 0.1)").constant();
    assertTrue(new BigDecimal(above).compareTo(new BigDecimal("0.1")) <= 0);
    assertEquals(0.1, Math.nextUp(above));
  }

  @Test
  void decimalCoefficientsBecomeIntegers() throws Exception {
    assertConstraint(constraint("(<= (* 0.1 Y_0) (+ (* 0.25 Y_1) 1))"), 10, -25, -100);
  }

  @Test
  void orMakesCasesThatShareTheirBox() throws Exception {
    Property property =
        read(UNIT + "(assert (or (<= Y_0 1) (and (<= Y_0 2) (<= Y_1 3)) (and (<= Y_1 4))))");
    List<Case> cases = property.cases();
    assertEquals(3, cases.size());
    assertConstraint(cases.get(0).constraints().get(0), 1, 0, -1);
    assertEquals(2, cases.get(1).constraints().size());
    assertConstraint(cases.get(2).constraints().get(0), 0, 1, -4);
    assertSame(cases.get(0).box(), cases.get(2).box());
  }

  @Test
  void choicesOfInputsAndOutputsMultiplyInTheOrderOfTheFile() throws Exception {
    Property property =
        read(
            UNIT
                + "(assert (or (<= X_0 0.25) (>= X_0 0.75)))"
                + "(assert (or (<= Y_0 1) (<= Y_0 2)))");
    assertEquals(4, property.cases().size());
    assertEquals(0.25, property.boxes().upper(1, 0));
    assertConstraint(property.cases().get(1).constraints().get(0), 1, 0, -2);
    assertEquals(0.75, property.boxes().lower(2, 0));
    assertEquals(1, property.boxes().upper(2, 0));
  }

  @Test
  void nestedConditionsDistribute() throws Exception {
    Property property =
        read(
            UNIT
                + "(assert (and (or (<= Y_0 1) (and (or (<= Y_0 2) (<= Y_0 3)) (<= Y_1 0)))"
                + " (or (<= Y_1 5) (<= Y_1 6))))");
    assertEquals(6, property.cases().size());
  }

  @Test
  void emptyBoxesAreDropped() throws Exception {
    Property property = read(UNIT + "(assert (or (<= X_0 -1) (and (<= X_0 0.5) (<= Y_0 0))))");
    assertEquals(1, property.cases().size());
    assertEquals(0.5, property.boxes().upper(0, 0));
  }

  @Test
  void aBoxWithoutOutputConstraintIsACase() throws Exception {
    assertEquals(0, read(UNIT).cases().get(0).constraints().size());
  }

  @Test
  void readsPackedFiles() throws Exception {
    Path file = folder.resolve("p.vnnlib.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((DECLARATIONS + UNIT).getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(1, VnnLibReader.read(file, 1, 2).cases().size());
  }
}
