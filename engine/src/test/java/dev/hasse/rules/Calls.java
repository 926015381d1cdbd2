package dev.hasse.rules;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The rules about what a class may call, read or be called, whatever it depends on. */
final class Calls {
  private static final Set<String> MATH = Set.of("java.lang.Math", "java.lang.StrictMath");

  /** Functions whose last digits the platform does not promise, or promises only to an ulp. */
  private static final Set<String> INEXACT =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan",
          "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh");

  private static final Set<String> NAMES_WITHOUT_A_JOB =
      Set.of("Util", "Utils", "Helper", "Manager", "Impl");

  private Calls() {}

  static Stream<String> inexactMath(JavaClass type) {
    return accesses(
        type, target -> MATH.contains(ownerOf(target)) && INEXACT.contains(target.getName()));
  }

  static Stream<String> printing(JavaClass type) {
    return accesses(
        type,
        target ->
            target.getName().equals("printStackTrace")
                || (ownerOf(target).equals("java.lang.System")
                    && Set.of("out", "err").contains(target.getName())));
  }

  /** A class with an assert statement asks in its initialiser whether assertions are on. */
  static Stream<String> assertions(JavaClass type) {
    return accesses(type, target -> target.getName().equals("desiredAssertionStatus"));
  }

  /** Creating one; a subclass calling its superclass's constructor is not. */
  static Stream<String> runtimeExceptions(JavaClass type) {
    return type.getConstructorCallsFromSelf().stream()
        .filter(call -> ownerOf(call.getTarget()).equals("java.lang.RuntimeException"))
        .filter(call -> !isCallOfSuper(call))
        .map(JavaAccess::getDescription);
  }

  static Stream<String> mutableFields(JavaClass type) {
    return type.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
        .map(field -> field.getFullName() + " is not final");
  }

  static Stream<String> joblessNames(JavaClass type) {
    return NAMES_WITHOUT_A_JOB.stream()
        .filter(type.getSimpleName()::endsWith)
        .map(suffix -> type.getName() + " is called " + suffix);
  }

  /** Calls, method references and field accesses whose target satisfies {@code forbidden}. */
  static Stream<String> accesses(JavaClass type, Predicate<AccessTarget> forbidden) {
    return type.getAccessesFromSelf().stream()
        .filter(access -> forbidden.test(access.getTarget()))
        .map(JavaAccess::getDescription);
  }

  static String ownerOf(AccessTarget target) {
    return target.getOwner().getName();
  }

  private static boolean isCallOfSuper(JavaConstructorCall call) {
    return call.getOrigin().isConstructor()
        && call.getOriginOwner()
            .getRawSuperclass()
            .filter(parent -> parent.getName().equals("java.lang.RuntimeException"))
            .isPresent();
  }
}
