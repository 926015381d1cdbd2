package dev.hasse.sweep.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;

/** The GPUs that Spark gives a task: its resource {@code gpu}. */
final class AssignedGpus {
  private static final String RESOURCE = "gpu";

  private AssignedGpus() {}

  /**
   * Their numbers, in the order of the CUDA driver.
   *
   * @return empty where Spark assigns none: then the backend takes what it finds
   */
  static List<Integer> numbers(Map<String, ResourceInformation> resources) throws UsageException {
    ResourceInformation gpus = resources.get(RESOURCE);
    if (gpus == null) {
      return List.of();
    }
    List<Integer> numbers = new ArrayList<>();
    for (String address : gpus.addresses()) {
      try {
        numbers.add(Integer.parseUnsignedInt(address.strip()));
      } catch (NumberFormatException e) {
        throw new UsageException(
            "Spark assigns the GPU '"
                + address
                + "', expected a number from 0; see the discovery script in docs/cluster.md");
      }
    }
    return List.copyOf(numbers);
  }
}
