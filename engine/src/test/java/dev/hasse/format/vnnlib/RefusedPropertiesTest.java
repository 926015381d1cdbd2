package dev.hasse.format.vnnlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.format.InputFileException;
import dev.hasse.format.Malformed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties that must be refused, with the line and the reason. */
class RefusedPropertiesTest {
  private static final String HEAD =
      """
      (declare-const X_0 Real)
      (declare-const Y_0 Real)
      (assert (>= X_0 0))
      (assert (<= X_0 1))
      """;

  @TempDir Path folder;

  private String refusal(String text) throws Exception {
    Path file = folder.resolve("p.vnnlib");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    String message =
        assertThrows(InputFileException.class, () -> VnnLibReader.read(file, 1, 1), text)
            .getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(assert (<= Y_1 0))|'Y_1' is neither a declared variable nor a number",
        "(assert (<= Y_00 0))|'Y_00' is neither",
        "(assert (<= Y_0 1e))|'1e' is not a number",
        "(assert (<= Y_0 1e999999999))|too large an exponent",
        "(assert (<= Y_0))|'<=' with 1 operands, expected 2",
        "(assert (<= Y_0 0 1))|'<=' with 3 operands, expected 2",
        "(assert (not (<= Y_0 0)))|'not' is not supported",
        "(assert (or))|'or' without operands",
        "(assert Y_0)|expected a condition in parentheses",
        "(assert (<= (* Y_0 Y_0) 1))|not linear",
        "(assert (<= (/ Y_0 2) 1))|'/' is not supported in a number",
        "(assert (<= (+) 1))|'+' without operands",
        "(assert (<= X_0 Y_0))|may only be compared with a number",
        "(assert (<= (* 2 X_0) 1))|an input with a factor",
        "(assert (<= Y_0 Y_0))|depends on no variable",
        "(assert (<= 1 2))|depends on no variable",
        "(assert (<= (* 0.12345678901234567891 Y_0) 1))|more digits than a double holds",
        "(assert (<= Y_0 1) (<= Y_0 2))|assert of 2 conditions",
        "(declare-const Y_1 Real)|Y_1 is declared, the network has 1 output",
        "(declare-const X_1 Real)|X_1 is declared, the network has 1 input",
        "(assert (>= X_0 -1e400))|line 5: a bound of X_0 is not finite",
        "(assert (<= X_0 1e400))|line 5: a bound of X_0 is not finite",
        "(declare-const X_0 Real)|declared twice",
        "(declare-const Z_0 Real)|is not named X_i or Y_i",
        "(declare-const X_0 Int)|expected (declare-const NAME Real)",
        "(define-fun f () Real 1)|found 'define-fun'",
        "()|found ''",
        "assert|found 'assert', expected an opening parenthesis",
        ")|found ')'",
        "(assert (<= Y_0 0)|never closed",
        "(assert (<= \u00e9 0))|byte 0xE9 is not ASCII"
      })
  void namesTheLineAndTheReason(String text, String reason) throws Exception {
    String message = refusal(HEAD + text);
    assertTrue(message.contains("line 5"), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void missingDeclarationsAndBounds() throws Exception {
    assertTrue(refusal("").contains("the file declares 0 inputs, the network has 1 input"));
    assertTrue(
        refusal("(declare-const X_0 Real)")
            .contains("the file declares 0 outputs, the network has 1 output"));
    assertTrue(
        refusal(HEAD.replace("(assert (<= X_0 1))", ""))
            .contains("without an upper bound for X_0 in case 0"));
    assertTrue(
        refusal(HEAD.replace("(<= X_0 1)", "(or (<= X_0 1) (<= Y_0 1))")).contains("in case 1"));
    assertTrue(refusal(HEAD + "(assert (<= X_0 -1))").contains("no input satisfies"));
  }

  @Test
  void nestingTooDeepAndTooManyCases() throws Exception {
    String deep = HEAD + "(assert " + "(and ".repeat(100_000);
    assertTrue(refusal(deep).contains("nested deeper than"));
    String choice = "(assert (or (<= Y_0 1) (<= Y_0 2)))\n";
    assertTrue(refusal(HEAD + choice.repeat(17)).contains("more than 100000 cases"));
    assertTrue(
        refusal(HEAD + "(assert (and " + choice.replace("(assert ", "").repeat(100))
            .contains("p.vnnlib"));
  }

  @Test
  void numbersThatGrowByMultiplication() throws Exception {
    String number = "9".repeat(900);
    assertTrue(
        refusal(HEAD + "(assert (<= (* Y_0" + (" " + number).repeat(20) + ") 1))")
            .contains("more than 5000 digits"));
  }

  @Test
  void damagedFilesNeverEndInAnotherException() throws Exception {
    String body =
        "(assert (or (and (<= Y_0 (+ 1 (* 2.5 Y_0))) (> X_0 0.5)) (= (- Y_0 3) 1e-1))) ; end\n";
    Path file = Files.writeString(folder.resolve("p.vnnlib"), HEAD + body);
    assertTrue(new Malformed(file, f -> VnnLibReader.read(f, 1, 1)).truncateEverywhere(1) > 80);
    assertTrue(new Malformed(file, f -> VnnLibReader.read(f, 1, 1)).flip(3, 1_000) > 300);
  }
}
