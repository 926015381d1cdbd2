package dev.hasse.cli;

import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.format.InputFileException;
import dev.hasse.format.data.DatasetFetchException;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.sweep.store.StoreException;
import dev.hasse.sweep.store.StoreUnavailableException;
import dev.hasse.train.TrainingDivergedException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one sentence on standard error and an exit code. */
final class ErrorReport implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final boolean traces;

  /**
   * @param traces whether to show stack traces too
   */
  ErrorReport(boolean traces) {
    this.traces = traces;
  }

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    ParameterException cause = cause(error);
    String problem =
        cause instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : uncapitalised(firstLine(cause.getMessage()));
    String help = "; see '" + command.getCommandSpec().qualifiedName() + " --help'";
    return say(command, problem + help, ExitCodes.BAD_INPUT, error);
  }

  /** Where an option is missing and there is an unknown one, that is the other, misspelt. */
  private static ParameterException cause(ParameterException error) {
    CommandLine command = error.getCommandLine();
    if (error instanceof MissingParameterException && !command.getUnmatchedArguments().isEmpty()) {
      UnmatchedArgumentException unmatched =
          new UnmatchedArgumentException(command, command.getUnmatchedArguments());
      return unmatched.isUnknownOption() ? unmatched : error;
    }
    return error;
  }

  private static String unmatched(UnmatchedArgumentException error) {
    String first = error.getUnmatched().get(0);
    List<String> suggestions = error.getSuggestions();
    String suggestion =
        suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + '?';
    if (error.isUnknownOption()) {
      return "unknown option '" + first + "'" + suggestion;
    }
    Set<String> commands = error.getCommandLine().getSubcommands().keySet();
    if (commands.isEmpty()) {
      return "unexpected argument '" + first + "'";
    }
    String expected = "; expected one of " + String.join(", ", commands);
    return "there is no command '" + first + "'" + (suggestion.isEmpty() ? expected : suggestion);
  }

  @Override
  public int handleExecutionException(
      Exception error, CommandLine command, ParseResult parseResult) {
    return report(error, command);
  }

  /** Says what went wrong and returns the exit code for it. */
  int report(Throwable error, CommandLine command) {
    if (error instanceof StandardOutput.Failure failure && failure.isReaderGone()) {
      return ExitCodes.DONE;
    }
    if (error instanceof BackendUnavailableException
        || error instanceof SolverUnavailableException
        || error instanceof StoreUnavailableException) {
      return say(command, error.getMessage(), ExitCodes.BACKEND_MISSING, error);
    }
    if (isOfThePerson(error)) {
      return say(command, error.getMessage(), ExitCodes.BAD_INPUT, error);
    }
    if (error instanceof DeviceMemoryException) {
      return say(command, error.getMessage(), ExitCodes.INTERNAL, error);
    }
    if (isOutOfMemory(error)) {
      long heap = Runtime.getRuntime().maxMemory() >> 20;
      return say(
          command,
          "out of memory with a heap of " + heap + " MiB; HASSE_JAVA_OPTS=-Xmx8g, say, gives more",
          ExitCodes.INTERNAL,
          error);
    }
    String hint = traces ? "" : "; HASSE_DEBUG=1 shows the trace";
    return say(command, "internal error: " + error + hint, ExitCodes.INTERNAL, error);
  }

  private static boolean isOfThePerson(Throwable error) {
    return error instanceof InputFileException
        || error instanceof OutputFileException
        || error instanceof StandardOutput.Failure
        || error instanceof StoreException
        || error instanceof UnsupportedOpException
        || error instanceof DatasetFetchException
        || error instanceof StoreException
        || error instanceof TrainingDivergedException;
  }

  /** Worker threads hand theirs on as the cause of another exception. */
  private static boolean isOutOfMemory(Throwable error) {
    return error instanceof OutOfMemoryError
        || (error.getCause() != null && isOutOfMemory(error.getCause()));
  }

  private int say(CommandLine command, String sentence, int exitCode, Throwable error) {
    PrintWriter err = command.getErr();
    StringBuilder line = new StringBuilder("hasse: ").append(sentence);
    for (Throwable consequence : error.getSuppressed()) {
      if (consequence instanceof OutputFileException) {
        line.append("; ").append(consequence.getMessage());
      }
    }
    err.println(line);
    if (traces) {
      error.printStackTrace(err);
    }
    err.flush();
    return exitCode;
  }

  private static String firstLine(String message) {
    return message == null ? "bad usage" : message.lines().findFirst().orElse("bad usage");
  }

  private static String uncapitalised(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
