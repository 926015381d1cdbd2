package dev.hasse.cli;

import dev.hasse.format.InputFileException;
import dev.hasse.sweep.KeptPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The files that a command is going to write: none of them is another file that it was given, and
 * none belongs to the results of a sweep. Asked before the work, for afterwards the other file is
 * lost. A device or a pipe may be given more than once.
 */
final class OutputPlaces {
  private static final Set<String> WRITTEN =
      Set.of("--out", "--report", "--log", "--solver-log", "--parquet");
  private static final String FOLDER = "DIR";
  private static final String DATABASE = "results.duckdb";
  private static final Set<String> OF_A_SWEEP = Set.of(DATABASE, DATABASE + ".wal", "lock");

  private final List<Argument> arguments = new ArrayList<>();

  /**
   * @param name of the option or parameter
   * @param path as the person wrote it
   * @param isWritten whether it is a file that the command writes
   */
  private record Argument(String name, Path path, boolean isWritten) {}

  private OutputPlaces(CommandSpec spec) {
    for (OptionSpec option : spec.options()) {
      boolean isWritten =
          WRITTEN.contains(option.longestName()) && !option.paramLabel().equals(FOLDER);
      add(option.longestName(), option, isWritten);
    }
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      add(parameter.paramLabel(), parameter, false);
    }
  }

  private void add(String name, ArgSpec argument, boolean isWritten) {
    Object value = argument.getValue();
    if (value instanceof Path path) {
      arguments.add(new Argument(name, path, isWritten));
    } else if (value instanceof Collection<?> several) {
      for (Object one : several) {
        if (one instanceof Path path) {
          arguments.add(new Argument(name, path, isWritten));
        }
      }
    }
  }

  /**
   * Checks the paths that a command has been given.
   *
   * @throws OutputFileException naming the file that would be overwritten
   */
  static void check(CommandSpec spec) throws OutputFileException {
    check(spec, List.of());
  }

  /**
   * Checks the paths that a command has been given.
   *
   * @param planned files that a plan names
   * @throws OutputFileException naming the file that would be overwritten
   */
  static void check(CommandSpec spec, Collection<Path> planned) throws OutputFileException {
    OutputPlaces places = new OutputPlaces(spec);
    planned.forEach(file -> places.arguments.add(new Argument("a file of the plan", file, false)));
    for (Argument written : places.arguments) {
      if (written.isWritten() && !isNoFile(written.path())) {
        places.requireOwn(written);
        places.requireNoSweep(written.path());
      }
    }
  }

  private static boolean isNoFile(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path);
  }

  private void requireOwn(Argument written) throws OutputFileException {
    for (Argument other : arguments) {
      if (!other.equals(written) && isSame(written.path(), other.path())) {
        throw OutputFileException.taken(written.path(), "is also given as " + other.name());
      }
    }
  }

  private void requireNoSweep(Path file) throws OutputFileException {
    Path place = place(file);
    Path folder = place.getParent();
    if (folder == null || !isOfSweep(folder, place)) {
      return;
    }
    boolean isOutput =
        arguments.stream()
            .anyMatch(a -> a.name().equals("--out") && !a.isWritten() && isSame(a.path(), folder));
    if (isOutput || Files.exists(folder.resolve(DATABASE)) || hasKeptPlan(folder)) {
      throw OutputFileException.taken(file, "belongs to the sweep in " + folder);
    }
  }

  /** As folders of partitions have, which hold no database. */
  private static boolean hasKeptPlan(Path folder) {
    try {
      KeptPlan.read(folder);
      return true;
    } catch (InputFileException e) {
      return false; // no plan, or one that a person wrote
    }
  }

  private static boolean isOfSweep(Path folder, Path place) {
    return place.equals(KeptPlan.in(folder)) || OF_A_SWEEP.contains(place.getFileName().toString());
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return (Files.exists(one) && Files.exists(other))
          ? Files.isSameFile(one, other)
          : place(one).equals(place(other));
    } catch (IOException e) {
      return place(one).equals(place(other));
    }
  }

  /** Where a file is or will be, by whatever links its folder is named. */
  private static Path place(Path file) {
    Path place = file.toAbsolutePath().normalize();
    try {
      if (Files.exists(file)) {
        return file.toRealPath();
      }
      Path folder = place.getParent();
      return folder != null && Files.exists(folder)
          ? folder.toRealPath().resolve(place.getFileName())
          : place;
    } catch (IOException e) {
      return place;
    }
  }
}
