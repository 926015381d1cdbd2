package dev.hasse.sweep;

import dev.hasse.format.InputFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A command's flags from a YAML file: names with values, or with lists of values. */
public final class FlagFile {
  private final Path file;
  private final List<Flag> flags;

  /**
   * A flag of the file.
   *
   * @param name without dashes
   * @param value as it would be written on the command line: a list has commas between its entries
   */
  public record Flag(String name, String value, int line) {}

  private FlagFile(Path file, List<Flag> flags) {
    this.file = file;
    this.flags = flags;
  }

  /**
   * Reads a file.
   *
   * @param names that it may have
   * @throws InputFileException with the line of the first thing that is wrong
   */
  public static FlagFile read(Path path, Set<String> names) throws InputFileException {
    PlanNode root = PlanReader.root(path, "the file", "flags with values");
    List<Flag> flags = new ArrayList<>();
    for (PlanNode value : root.mapping(names).values()) {
      flags.add(new Flag(value.name(), text(value), value.line()));
    }
    flags.sort(Comparator.comparingInt(Flag::line));
    return new FlagFile(path, flags);
  }

  private static String text(PlanNode value) throws InputFileException {
    if (!(value.node() instanceof SequenceNode)) {
      return value.text();
    }
    List<String> entries = new ArrayList<>();
    for (PlanNode entry : value.list()) {
      entries.add(entry.text());
    }
    return String.join(",", entries);
  }

  /** In the order of the file. */
  public List<Flag> flags() {
    return flags;
  }

  /** What is wrong with the value of a flag. */
  public InputFileException error(Flag flag, String problem) {
    return new InputFileException(file, "line " + flag.line(), problem);
  }
}
