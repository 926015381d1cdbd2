package dev.hasse.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Each foreign library lives behind one package. The list is complete: a library that is not on it
 * may be used nowhere, so one that slips in through another's dependencies is noticed.
 */
final class ForeignLibraries {
  private static final Set<String> JAVA =
      Set.of("java", "javax", "jdk", "org.w3c.dom", "org.xml.sax");

  /** In this order: the first library that holds a class is the library of that class. */
  private static final List<Library> LIBRARIES =
      List.of(
          // ONNX's classes ship inside ND4J together with the protobuf runtime they extend.
          new Library(Set.of("onnx", "org.nd4j.shade.protobuf"), Set.of("format.onnx")),
          // In train as the tensor type handed to and from users.
          new Library(Set.of("org.nd4j", "org.bytedeco"), Set.of("compute.nd4j", "train")),
          new Library(
              Set.of("com.sun.jna"), Set.of("compute.nd4j", "solver.scip", "kernels.opencl")),
          new Library(Set.of("com.google.ortools"), Set.of("solver.scip")),
          new Library(Set.of("org.apache.commons.math3"), Set.of("bound.semidefinite")),
          new Library(Set.of("org.apache.commons.statistics"), Set.of("bound.analytic")),
          new Library(Set.of("jcuda"), Set.of("kernels.cuda")),
          new Library(Set.of("com.aparapi"), Set.of("kernels.opencl")),
          new Library(Set.of("org.duckdb"), Set.of("sweep.store")),
          new Library(
              Set.of("org.apache.spark", "org.apache.hadoop", "org.apache.parquet", "scala"),
              Set.of("sweep.spark")),
          new Library(Set.of("org.snakeyaml"), Set.of("sweep")),
          new Library(Set.of("picocli"), Set.of("cli")),
          new Library(Set.of("me.tongfei.progressbar"), Set.of("cli", "report")),
          new Library(Set.of("com.fasterxml.jackson"), Set.of("cli", "report")),
          new Library(Set.of("org.knowm.xchart"), Set.of("report")),
          new Library(Set.of("org.openjdk.jmh"), Set.of("bench")));

  private final PackageTable table;

  ForeignLibraries(PackageTable table) {
    this.table = table;
  }

  Stream<String> misplacedUses(JavaClass type) {
    return Packages.used(type)
        .filter(to -> !table.isOurs(to) && JAVA.stream().noneMatch(p -> Packages.holds(p, to)))
        .flatMap(to -> complaint(type, to).stream());
  }

  private Optional<String> complaint(JavaClass type, JavaClass to) {
    Optional<Library> library = LIBRARIES.stream().filter(l -> l.holds(to)).findFirst();
    if (library.isEmpty()) {
      return Optional.of(type.getName() + " uses " + to.getName() + " of a library not listed");
    }
    Set<String> homes = library.get().homes();
    return homes.stream().anyMatch(home -> table.isIn(type, home))
        ? Optional.empty()
        : Optional.of(type.getName() + " uses " + to.getName() + ", which belongs to " + homes);
  }

  /**
   * A library and the packages of the project that may use it.
   *
   * @param packages the library's packages, with all below them
   * @param homes relative to the project's root, with all below them
   */
  private record Library(Set<String> packages, Set<String> homes) {
    boolean holds(JavaClass type) {
      return packages.stream().anyMatch(name -> Packages.holds(name, type));
    }
  }
}
