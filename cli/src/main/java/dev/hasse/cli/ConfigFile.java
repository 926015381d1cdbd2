package dev.hasse.cli;

import dev.hasse.format.InputFileException;
import dev.hasse.sweep.FlagFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Flags of a command from a file, where its command line has none of that name. */
final class ConfigFile {
  private static final Set<String> NOT_IN_A_FILE = Set.of("config", "help", "version");

  /** How a sentence about a value begins that names its option. */
  private static final String OF_OPTION =
      "^Invalid value for option '--[^']*'( at index [0-9]+)?( \\([^)]*\\))?: ";

  private ConfigFile() {}

  /**
   * Sets the options of a command that was parsed.
   *
   * @param same makes commands of its kind, to read values with
   * @throws InputFileException for an unknown name or a value that the flag would not take
   */
  static void apply(Path file, CommandSpec spec, Supplier<Object> same) throws InputFileException {
    FlagFile flags = FlagFile.read(file, names(spec));
    for (FlagFile.Flag flag : flags.flags()) {
      OptionSpec option = spec.findOption("--" + flag.name());
      Object value = value(flags, flag, same.get());
      if (!spec.commandLine().getParseResult().hasMatchedOption(option)) {
        set(option, value);
      }
    }
  }

  private static Set<String> names(CommandSpec spec) {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : spec.options()) {
      for (String name : option.names()) {
        if (name.startsWith("--") && !NOT_IN_A_FILE.contains(name.substring(2))) {
          names.add(name.substring(2));
        }
      }
    }
    return names;
  }

  private static Object value(FlagFile flags, FlagFile.Flag flag, Object command)
      throws InputFileException {
    String name = "--" + flag.name();
    CommandLine reader =
        PlainNumbers.register(new CommandLine(command)).setCaseInsensitiveEnumValuesAllowed(true);
    try {
      reader.parseArgs(name + "=" + flag.value());
    } catch (ParameterException e) {
      String problem = e.getMessage().lines().findFirst().orElse("bad value").strip();
      throw flags.error(flag, flag.name() + ": " + problem.replaceFirst(OF_OPTION, ""));
    }
    return reader.getCommandSpec().findOption(name).getValue();
  }

  private static void set(OptionSpec option, Object value) {
    try {
      option.setter().set(value);
    } catch (Exception e) {
      throw new IllegalStateException("option " + option.longestName() + " takes no value", e);
    }
  }
}
