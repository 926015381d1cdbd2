package dev.hasse.kernels.cuda;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the manifest says of one kernel.
 *
 * @param resources by architecture
 */
record KernelEntry(String name, String file, int block, Map<String, Resources> resources) {
  private static final Pattern KERNEL =
      Pattern.compile(
          "\"(\\w+)\": \\{\"file\": \"(\\w+)\\.ptx\", \"block\": (\\d+)[^{]*\"resources\": \\{"
              + "((?:[^{}]*\\{[^{}]*})+)}");
  private static final Pattern RESOURCES =
      Pattern.compile(
          "\"(sm_\\d+)\": \\{\"registers\": (\\d+), \"shared\": (\\d+), \"spills\": (\\d+),"
              + " \"local\": (\\d+)}");

  /**
   * What an assembler says that a kernel takes.
   *
   * @param registers of a thread
   * @param shared static shared memory in bytes
   * @param spills bytes stored and loaded for lack of registers
   * @param local bytes of local memory
   */
  record Resources(int registers, int shared, int spills, int local) {}

  /** All kernels of the manifest, in its order. */
  static List<KernelEntry> all() {
    return KERNEL.matcher(PtxFile.manifest()).results().map(KernelEntry::of).toList();
  }

  private static KernelEntry of(MatchResult found) {
    Map<String, Resources> resources = new TreeMap<>();
    for (MatchResult of : RESOURCES.matcher(found.group(4)).results().toList()) {
      resources.put(
          of.group(1), new Resources(number(of, 2), number(of, 3), number(of, 4), number(of, 5)));
    }
    return new KernelEntry(found.group(1), found.group(2), number(found, 3), resources);
  }

  private static int number(MatchResult found, int group) {
    return Integer.parseInt(found.group(group));
  }
}
