package dev.hasse.skipped;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints, after all tests of a run, which were skipped and why: Surefire counts them, but a missing
 * device or data folder should be told from a test that nobody can run any more.
 *
 * <p>Only under {@code -Dlist.skipped=true}, so that an ordinary run stays silent. Registered as a
 * service, and so active in every module that has engine's tests on its class path.
 */
public final class SkippedTestListing implements TestExecutionListener {
  private final boolean wanted = Boolean.getBoolean("list.skipped");
  private final List<String> skipped = new CopyOnWriteArrayList<>();

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    note(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      note(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (wanted) {
      skipped.forEach(System.out::println);
    }
  }

  private void note(TestIdentifier test, String reason) {
    skipped.add("Skipped: " + place(test) + ": " + reason);
  }

  private static String place(TestIdentifier test) {
    if (!(test.getSource().orElse(null) instanceof MethodSource method)) {
      return test.getDisplayName();
    }
    String place = simple(method.getClassName()) + "." + method.getMethodName();
    boolean named = test.getDisplayName().startsWith(method.getMethodName());
    return named ? place : place + " " + test.getDisplayName();
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
