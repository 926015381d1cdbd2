package dev.hasse.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Place of a result, for mixins that add its forms. */
abstract class OutFileOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the result to FILE, which appears only once it is complete.")
  private Path out;

  /** Opens the result's place. */
  final ResultFile open() throws OutputFileException {
    return ResultFile.open(out, spec.commandLine().getOut());
  }
}
