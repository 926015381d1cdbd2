package dev.hasse.compute.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Tests the tests: the conformance suite rejects each deliberate fault, and nothing else. */
@Tag("slow")
final class WrongBackendsTest {
  private static Map<String, TestExecutionSummary> summaries;

  static List<WrongLane> faults() {
    return WrongLane.all();
  }

  /** All suites first, on all processors: one after another they take minutes. */
  @BeforeAll
  static void runSuites() {
    summaries =
        faults().parallelStream()
            .collect(Collectors.toConcurrentMap(WrongLane::fault, wrong -> runSuite(wrong)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultIsFound(WrongLane wrong) {
    TestExecutionSummary summary = summaries.get(wrong.fault());
    assertEquals(1, summary.getTestsFailedCount(), wrong.fault());
    Throwable failure = summary.getFailures().get(0).getException();
    assertTrue(
        failure instanceof AssertionError || failure instanceof IndexOutOfBoundsException,
        () -> wrong.fault() + ": " + failure);
  }

  @Test
  void theBackendWithoutFaultPasses() {
    TestExecutionSummary summary = runSuite(WrongLane.NONE);
    assertEquals(0, summary.getTestsFailedCount());
    assertEquals(summary.getTestsFoundCount(), summary.getTestsSucceededCount());
    assertTrue(summary.getTestsFoundCount() > 900);
  }

  private static TestExecutionSummary runSuite(WrongLane wrong) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(WrongBackendConformance.class))
            .configurationParameter(FaultParameter.KEY, wrong.fault())
            .build();
    // The listeners of the run around this one are none of its business.
    LauncherConfig config =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create(config).execute(request, listener);
    return listener.getSummary();
  }
}
