package dev.hasse.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code hasse} command: its subcommands, and the way in and out of the process. */
@Command(
    name = "hasse",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the answer is not yes: not certified, not 'unsat', slower or weaker",
      "2:bad usage or bad input; one sentence on standard error says what",
      "3:a backend that was asked for by name, a solver or the results database cannot run here",
      "70:internal error; HASSE_DEBUG=1 shows the trace"
    })
public final class Hasse implements Runnable {
  private static final String COMPLETION = "generate-completion";

  /** All commands, in the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          BoundsCommand.class,
          CertifyCommand.class,
          SweepCommand.class,
          VerifyCommand.class,
          GapCommand.class,
          CostCommand.class,
          MergeCommand.class,
          QueryCommand.class,
          ReportCommand.class,
          BenchCommand.class,
          TrainCommand.class,
          DataCommand.class,
          DoctorCommand.class);

  @Spec private CommandSpec spec;

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    try (StandardOutput stream = new StandardOutput(new FileOutputStream(FileDescriptor.out))) {
      PrintWriter out =
          new PrintWriter(
              new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)));
      System.exit(run(arguments, out));
    }
  }

  /**
   * The command line with its ways to report errors, for {@link #main} and for tests. Where the
   * first argument is the name of a command, it has this one alone: reading the options of all of
   * them takes longer than bounding a small network does.
   *
   * @param arguments what it is going to execute; none for a line with every command
   */
  static CommandLine commandLine(String... arguments) {
    CommandLine hasse = new CommandLine(new Hasse());
    List<Class<?>> asked =
        COMMANDS.stream().filter(c -> arguments.length > 0 && isCalled(c, arguments[0])).toList();
    (asked.isEmpty() ? COMMANDS : asked).forEach(hasse::addSubcommand);
    if (asked.isEmpty()) {
      hasse.addSubcommand(new GenerateCompletion());
      hasse
          .getSubcommands()
          .get(COMPLETION)
          .getCommandSpec()
          .usageMessage()
          .header("Print a completion script for bash and zsh.");
    }
    hasse
        .getCommandSpec()
        .usageMessage()
        .header("Rigorous bounds of neural network outputs over boxes of inputs.");
    ErrorReport errors = new ErrorReport(System.getenv("HASSE_DEBUG") != null);
    return PlainNumbers.register(hasse)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(strategy(errors))
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  private static boolean isCalled(Class<?> command, String name) {
    return command.getAnnotation(Command.class).name().equals(name);
  }

  /** Help is printed, and places are checked, outside of what picocli reports errors of. */
  private static IExecutionStrategy strategy(ErrorReport errors) {
    return parsed -> {
      try {
        ParseResult last = last(parsed);
        if (!last.isUsageHelpRequested() && !last.isVersionHelpRequested()) {
          OutputPlaces.check(last.commandSpec());
        }
        return new RunLast().execute(parsed);
      } catch (OutputFileException e) {
        return errors.report(e, parsed.commandSpec().commandLine());
      } catch (StandardOutput.Failure e) {
        return errors.report(e, parsed.commandSpec().commandLine());
      }
    };
  }

  private static ParseResult last(ParseResult parsed) {
    return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
  }

  private static int run(String[] arguments, PrintWriter out) {
    CommandLine commandLine = commandLine(arguments).setOut(out);
    ErrorReport errors = (ErrorReport) commandLine.getExecutionExceptionHandler();
    try {
      int code = commandLine.execute(arguments);
      out.flush();
      return code;
    } catch (StandardOutput.Failure e) {
      return errors.report(e, commandLine);
    } catch (OutOfMemoryError e) {
      return errors.report(e, commandLine);
    }
  }

  /** Without a subcommand there is nothing to do but to say so. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
