package dev.hasse.cli;

import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import dev.hasse.format.WholeFile;
import dev.hasse.train.Checkpoint;
import dev.hasse.train.CheckpointException;
import dev.hasse.train.Trainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The file from which an interrupted training goes on. */
final class TrainingCheckpoints {
  private static final String NAME = "training.checkpoint";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = {
        "Keep the state after the last epoch in DIR, in one file that is replaced whole."
      })
  private Path folder;

  @Option(
      names = "--resume",
      description = {
        "Go on from the checkpoint, or begin where there is none. On the processor the network"
            + " becomes the same, bit for bit, as without the interruption. Options and images"
            + " must be the same but for --epochs."
      })
  private boolean resume;

  /** Checks what goes together, and makes the folder. */
  void check() throws OutputFileException {
    if (folder == null) {
      if (resume) {
        throw new ParameterException(spec.commandLine(), "--resume needs --checkpoint=DIR");
      }
      return;
    }
    Path file = folder.resolve(NAME);
    if (!resume && Files.exists(file)) {
      throw new OutputFileException(
          file, "there is a checkpoint; go on with --resume or name another folder");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new OutputFileException(folder, e);
    }
  }

  /** Goes on from the checkpoint where that was asked for and there is one. */
  Optional<Path> restore(Trainer trainer) throws InputFileException {
    Path file = folder == null ? null : folder.resolve(NAME);
    if (!resume || !Files.exists(file)) {
      return Optional.empty();
    }
    InputFile input = InputFile.of(file);
    try (InputStream in = input.open()) {
      trainer.resume(Checkpoint.read(in));
      return Optional.of(file);
    } catch (CheckpointException e) {
      throw new InputFileException(file, "", e.getMessage(), e);
    } catch (IOException e) {
      throw input.unreadable(e);
    }
  }

  /** Replaces the checkpoint. */
  void save(Trainer trainer) throws OutputFileException {
    if (folder != null) {
      Path file = folder.resolve(NAME);
      try {
        WholeFile.write(file, trainer.checkpoint()::write);
      } catch (IOException e) {
        throw new OutputFileException(file, e);
      }
    }
  }
}
