package dev.hasse.cli;

import dev.hasse.sweep.store.ResultStore;
import dev.hasse.sweep.store.StoreException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hasse doctor}: what this machine has, what it lacks and how to get it. */
@Command(
    name = "doctor",
    header = "Show what was found on this machine, what is missing and how to get it.",
    description = {
      "",
      "Each backend that can run here bounds random networks for a second; its bounds must hold the"
          + " outputs and agree with those of the reference backend. Where they do not, the exit"
          + " code is 70."
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    section(out, "Machine", new MachineCheckup().findings());
    BackendCheckup backends = new BackendCheckup();
    section(out, "Backends", backends.findings());
    section(out, "Solvers", new SolverCheckup().findings());
    section(out, "Results database", List.of(database()));
    section(out, "Accelerators", new AcceleratorCheckup().findings());
    section(out, "Tools", new ToolCheckup().findings());
    out.flush();
    return backends.foundFault() ? ExitCodes.INTERNAL : ExitCodes.DONE;
  }

  private static Finding database() {
    try {
      return Finding.found("sweeps", ResultStore.databaseVersion());
    } catch (StoreException e) {
      return Finding.missing("sweeps", e.getMessage());
    }
  }

  private static void section(PrintWriter out, String title, Iterable<Finding> findings) {
    out.println(title);
    for (Finding finding : findings) {
      out.println("  " + finding.line());
      out.flush();
    }
    out.println();
  }
}
