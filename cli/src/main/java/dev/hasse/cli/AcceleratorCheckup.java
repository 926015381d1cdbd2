package dev.hasse.cli;

import dev.hasse.compute.BackendProvider;
import dev.hasse.compute.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The drivers of graphics cards, and the devices that backends find through them. */
final class AcceleratorCheckup {
  private static final Path OPENCL_DRIVERS = Path.of("/etc/OpenCL/vendors");
  private static final List<String> FOLDERS =
      List.of(
          "/lib",
          "/lib64",
          "/usr/lib",
          "/usr/lib64",
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/local/lib",
          "/usr/local/nvidia/lib64",
          "/usr/lib/wsl/lib");

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(drivers());
    for (BackendProvider provider : Backends.providers()) {
      for (String device : provider.devices()) {
        findings.add(Finding.found(provider.name(), device));
      }
    }
    return findings;
  }

  private static List<Finding> drivers() {
    return List.of(
        library(
            "CUDA driver",
            "libcuda.so.1",
            "needs an NVIDIA card and NVIDIA's driver (Debian: apt install nvidia-driver)"),
        cards(),
        library(
            "OpenCL",
            "libOpenCL.so.1",
            "the OpenCL loader (Debian: apt install ocl-icd-libopencl1)"),
        openClDrivers());
  }

  private static Finding library(String what, String file, String remedy) {
    return search(file)
        .map(path -> Finding.found(what, path.toString()))
        .orElseGet(() -> Finding.missing(what, file + ": " + remedy));
  }

  private static Finding cards() {
    return Tool.output(
            "nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader")
        .map(lines -> Finding.found("NVIDIA cards", String.join("; ", lines.lines().toList())))
        .orElseGet(() -> Finding.missing("NVIDIA cards", "nvidia-smi shows none"));
  }

  private static Finding openClDrivers() {
    try (Stream<Path> files = Files.list(OPENCL_DRIVERS)) {
      List<String> drivers =
          files
              .map(path -> path.getFileName().toString())
              .filter(name -> name.endsWith(".icd"))
              .sorted()
              .toList();
      if (!drivers.isEmpty()) {
        return Finding.found("OpenCL ICDs", String.join(", ", drivers));
      }
    } catch (IOException e) {
      // No such folder: no driver, as below.
    }
    return Finding.missing(
        "OpenCL ICDs",
        "none in "
            + OPENCL_DRIVERS
            + ": the device's driver brings one, for the processor"
            + " PoCL (Debian: apt install pocl-opencl-icd)");
  }

  /** Looks where the loader would: LD_LIBRARY_PATH, then the usual folders. */
  private static Optional<Path> search(String file) {
    List<String> folders = new ArrayList<>();
    String path = System.getenv("LD_LIBRARY_PATH");
    if (path != null) {
      folders.addAll(List.of(path.split(":", -1)));
    }
    folders.addAll(FOLDERS);
    return folders.stream()
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, file))
        .filter(Files::exists)
        .findFirst();
  }
}
