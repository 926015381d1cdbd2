package dev.hasse.cli;

import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import java.util.Iterator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The choice of a backend. */
final class BackendOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = {
        "What computes: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, the fastest that can"
            + " run here). A backend asked for by name runs or the command fails."
      })
  private String name = Backends.AUTO;

  /** The names of the backends of this version. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Backends.names().iterator();
    }
  }

  /** The option as it was given, with a space before it; empty where it was not. */
  String flag() {
    return name.equals(Backends.AUTO) ? "" : " --backend " + name;
  }

  /** Opens the backend and says, to a person at a terminal, what {@code auto} chose. */
  ComputeBackend open() throws BackendUnavailableException {
    if (!Backends.names().contains(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no backend '" + name + "'; expected " + String.join(", ", new Names()));
    }
    ComputeBackend backend = Backends.open(name);
    if (name.equals(Backends.AUTO) && Terminal.showsErrors()) {
      spec.commandLine()
          .getErr()
          .println("backend: " + backend.name() + " (" + backend.device() + ")");
      spec.commandLine().getErr().flush();
    }
    return backend;
  }
}
