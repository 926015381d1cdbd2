package dev.hasse.sweep;

import dev.hasse.format.InputFileException;
import dev.hasse.format.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The plan that a folder of results belongs to, in a file {@code plan.yaml} whose first line holds
 * the fingerprint. Rows are known by their questions' numbers, which another plan gives to others.
 */
public final class KeptPlan {
  private static final String FIRST_LINE = "# fingerprint ";

  private KeptPlan() {}

  /** The file in a folder of results. */
  public static Path in(Path folder) {
    return folder.resolve("plan.yaml");
  }

  /**
   * Keeps the plan in a folder without one; elsewhere checks that it is the same.
   *
   * @throws InputFileException when the folder belongs to another plan
   * @throws IOException when the file cannot be written
   */
  public static void require(Path folder, SweepQuestions questions)
      throws InputFileException, IOException {
    Path file = in(folder);
    if (!Files.exists(file)) {
      String text = FIRST_LINE + questions.fingerprint() + "\n" + questions.text();
      WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
      return;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE + questions.fingerprint())) {
      throw new InputFileException(
          file,
          "",
          "the folder holds results of another plan, or of other files under the same names;"
              + " name another folder with --out, or run this file to go on with that plan");
    }
  }
}
