package dev.hasse.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The short commands on a shipped network, one after another. The launcher runs it once after a
 * build with {@code -XX:ArchiveClassesAtExit}: what is loaded here is read from the archive later,
 * already parsed and verified. It promises nothing but to load what these commands load, so its
 * results are thrown away.
 */
final class StartupTraining {
  private static final int INPUTS = 784;
  private static final int OUTPUTS = 10;

  private StartupTraining() {}

  /** Ends with an exit code that is not 0 where a command failed, and the archive is not kept. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run() ? ExitCodes.DONE : ExitCodes.INTERNAL);
  }

  /** Whether every command did what it was asked to. */
  static boolean run() throws IOException, OutputFileException {
    Path property = Files.createTempFile("hasse-training", ".vnnlib");
    try (ShippedFiles files = ShippedFiles.open(ShippedFiles.Subject.MNIST)) {
      Files.writeString(property, propertyText());
      String network = "--network=" + files.network();
      String question = "--property=" + property;
      String data = "--data=" + files.images();
      List<List<String>> commands =
          List.of(
              List.of("--version"),
              List.of("bounds", network, question, "--method=crown"),
              List.of("bounds", network, question, "--method=crown", "--backend=reference"),
              List.of("bounds", network, question, "--method=alpha-crown", "--format=json"),
              List.of("bounds", network, data, "--radius=0.01", "--count=2", "--method=ibp"),
              List.of("verify", network, question, "--timeout=5"),
              List.of(
                  "certify",
                  network,
                  data,
                  "--labels=" + files.labels(),
                  "--radius=0.01",
                  "--count=2"));
      boolean allRan = true;
      for (List<String> command : commands) {
        allRan &= execute(command) <= ExitCodes.NOT_PROVED;
      }
      return allRan;
    } finally {
      Files.delete(property);
    }
  }

  private static int execute(List<String> command) {
    String[] arguments = command.toArray(String[]::new);
    return Hasse.commandLine(arguments)
        .setOut(new PrintWriter(PrintWriter.nullWriter()))
        .setErr(new PrintWriter(PrintWriter.nullWriter()))
        .execute(arguments);
  }

  /** A box around a grey image, and outputs of which the first shall be the largest. */
  private static String propertyText() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      lines.add("(declare-const X_" + i + " Real)");
    }
    for (int j = 0; j < OUTPUTS; j++) {
      lines.add("(declare-const Y_" + j + " Real)");
    }
    for (int i = 0; i < INPUTS; i++) {
      lines.add("(assert (>= X_" + i + " 0.499))");
      lines.add("(assert (<= X_" + i + " 0.501))");
    }
    lines.add("(assert (<= Y_0 Y_1))");
    return String.join("\n", lines) + "\n";
  }
}
