package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A short start: one command's options instead of all, and what the launcher's archive holds. */
class StartupTest {
  static Set<String> commands() {
    return new TreeSet<>(Hasse.commandLine().getSubcommands().keySet());
  }

  /**
   * Help shows options, defaults, inherited options and exit codes; all must be there alone too.
   */
  @ParameterizedTest
  @MethodSource("commands")
  void aCommandAloneIsWhatItIsAmongAll(String name) {
    String among = Hasse.commandLine().getSubcommands().get(name).getUsageMessage();
    String alone = Hasse.commandLine(name).getSubcommands().get(name).getUsageMessage();
    assertEquals(among, alone);
  }

  @Test
  void onlyTheCommandThatIsAskedForIsRead() {
    CommandLine line = Hasse.commandLine("bounds", "--help");
    assertEquals(Set.of("bounds"), line.getSubcommands().keySet());
  }

  @Test
  void whatIsNoCommandIsAnsweredByAll() {
    assertEquals(commands(), Hasse.commandLine("--help").getSubcommands().keySet());
    assertEquals(commands(), Hasse.commandLine("bonds").getSubcommands().keySet());
    assertTrue(commands().contains("generate-completion"), commands().toString());
    assertTrue(CommandRun.of("bonds").expect(2).err().contains("did you mean bounds"));
  }

  /** Where a command of the training fails, the launcher keeps no archive. */
  @Test
  void trainingRunsItsCommands() throws Exception {
    assertTrue(StartupTraining.run());
  }
}
