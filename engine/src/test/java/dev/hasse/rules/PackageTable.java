package dev.hasse.rules;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may depend on whom: the table of packages, each with the packages it may use. */
final class PackageTable {
  private static final Set<String> BELOW_COMPUTE = Set.of("relax", "network", "domain", "numeric");
  private static final Set<String> COMPUTE_AND_BELOW =
      Set.of("compute", "relax", "network", "domain", "numeric");
  private static final Set<String> ENGINE =
      Set.of(
          "numeric", "domain", "network", "format", "relax", "compute", "solver", "bound", "verify",
          "train", "sweep", "report");

  /** Package, relative to the root, to the packages it may use; sub-packages are included. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("numeric", Set.of()),
          entry("domain", Set.of("numeric")),
          entry("network", Set.of("domain", "numeric")),
          entry("format", Set.of("network", "domain", "numeric")),
          entry("relax", Set.of("network", "domain", "numeric")),
          entry("compute", BELOW_COMPUTE),
          entry("solver", Set.of("domain", "numeric")),
          entry("bound", union(COMPUTE_AND_BELOW, "solver")),
          entry("verify", Set.of("bound", "compute", "network", "domain", "numeric")),
          entry("train", union(COMPUTE_AND_BELOW, "bound")),
          entry("sweep", Set.of("verify", "bound", "compute", "format", "network", "domain")),
          // The front end for clusters, which opens backends and solvers by name as cli does.
          entry(
              "sweep.spark",
              Set.of("sweep", "bound", "compute", "format", "solver", "domain", "network")),
          entry("report", Set.of("sweep", "format", "domain")),
          entry("kernels.cuda", COMPUTE_AND_BELOW),
          entry("kernels.opencl", COMPUTE_AND_BELOW),
          entry("bench", ENGINE),
          // The command `hasse bench` is a front to the module of that name.
          entry("cli", union(ENGINE, "bench")));

  /** Packages that only their own classes may mention, because they are asked for by name. */
  private static final Set<String> CONCRETE =
      Set.of("compute.reference", "compute.nd4j", "kernels.cuda", "kernels.opencl");

  /** Concrete solvers, which the front ends may not mention. */
  private static final Set<String> SOLVERS = Set.of("solver.scip");

  private static final Set<String> FRONT_ENDS = Set.of("cli", "bench", "sweep.spark");

  private final String root;

  /**
   * @param root the package that holds the packages of the table, such as {@code dev.hasse}
   */
  PackageTable(String root) {
    this.root = root;
  }

  /** The package of the table that {@code type} belongs to; empty for classes that are not ours. */
  Optional<String> rowOf(JavaClass type) {
    return longestHolding(type, MAY_USE.keySet());
  }

  /** Whether {@code type} lives in {@code relativePackage} or below it. */
  boolean isIn(JavaClass type, String relativePackage) {
    return Packages.holds(root + "." + relativePackage, type);
  }

  boolean isOurs(JavaClass type) {
    return Packages.holds(root, type);
  }

  /** A package above those of the table may still be described. */
  Stream<String> homeless(JavaClass type) {
    return rowOf(type).isPresent() || type.getSimpleName().equals("package-info")
        ? Stream.empty()
        : Stream.of(type.getName() + " lives outside the packages of the table");
  }

  Stream<String> forbiddenUses(JavaClass type) {
    return rowOf(type).stream()
        .flatMap(
            from ->
                Packages.used(type)
                    .filter(this::isOurs)
                    .filter(to -> !mayUse(from, rowOf(to)))
                    .map(to -> type.getName() + " in " + from + " uses " + to.getName()));
  }

  Stream<String> namedBackends(JavaClass type) {
    return Packages.used(type)
        .filter(to -> longestHolding(to, CONCRETE).filter(home -> !isIn(type, home)).isPresent())
        .map(to -> type.getName() + " mentions " + to.getName() + " of a backend");
  }

  Stream<String> namedSolvers(JavaClass type) {
    if (longestHolding(type, FRONT_ENDS).isEmpty()) {
      return Stream.empty();
    }
    return Packages.used(type)
        .filter(to -> longestHolding(to, SOLVERS).isPresent())
        .map(to -> type.getName() + " mentions " + to.getName() + " of a solver");
  }

  private static boolean mayUse(String from, Optional<String> to) {
    return to.filter(row -> row.equals(from) || MAY_USE.get(from).contains(row)).isPresent();
  }

  private Optional<String> longestHolding(JavaClass type, Set<String> packages) {
    return packages.stream()
        .filter(name -> isIn(type, name))
        .max(Comparator.comparingInt(String::length));
  }

  private static Set<String> union(Set<String> some, String more) {
    return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
  }
}
