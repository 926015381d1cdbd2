/**
 * The {@code hasse} command: one class a subcommand, picocli annotations and little else.
 *
 * <p>Start with {@link dev.hasse.cli.Hasse}. A command reads its files, opens a backend by name,
 * calls {@code verify}, {@code bound}, {@code train} or {@code bench} and writes what comes back
 * through a writer for each format. {@link dev.hasse.cli.ErrorReport} turns everything that goes
 * wrong into one sentence and an exit code. May use all of {@code engine} but no concrete backend
 * or solver.
 */
package dev.hasse.cli;
