package dev.hasse.compute.reference;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** One failure is enough to reject a backend: the tests after it are skipped. */
final class StopAtFirstFailure implements InvocationInterceptor {
  private boolean failed;

  @Override
  public void interceptTestMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    run(test);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> test, DynamicTestInvocationContext dynamic, ExtensionContext context)
      throws Throwable {
    run(test);
  }

  /** Nor are the cases of the tests after it made. */
  @Override
  @SuppressWarnings("unchecked") // every factory of the suite returns a stream
  public <T> T interceptTestFactoryMethod(
      Invocation<T> factory, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    if (failed) {
      factory.skip();
      return (T) Stream.empty();
    }
    return factory.proceed();
  }

  private void run(Invocation<Void> test) throws Throwable {
    if (failed) {
      test.skip();
      throw new TestAbortedException("rejected already");
    }
    failed = true;
    test.proceed();
    failed = false;
  }
}
