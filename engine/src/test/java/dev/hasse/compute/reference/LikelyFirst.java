package dev.hasse.compute.reference;

import dev.hasse.compute.TrainingConformance;
import dev.hasse.compute.TriangleConformance;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.Set;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/**
 * Runs the tests of training first where the fault is one of training, and last where it is not: a
 * fault is found by the first test that fails.
 */
final class LikelyFirst implements MethodOrderer {
  private static final Set<Class<?>> OF_TRAINING =
      Set.of(TrainingConformance.class, TriangleConformance.class);

  @Override
  public void orderMethods(MethodOrdererContext context) {
    boolean likely =
        context.getConfigurationParameter(FaultParameter.KEY).map(WrongLane::of).stream()
            .anyMatch(WrongLane::isOfTraining);
    context.getMethodDescriptors().sort(Comparator.comparing(test -> isOfTraining(test) != likely));
  }

  private static boolean isOfTraining(MethodDescriptor test) {
    Method method = test.getMethod();
    return OF_TRAINING.contains(method.getDeclaringClass());
  }
}
