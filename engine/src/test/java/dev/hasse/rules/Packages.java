package dev.hasse.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.stream.Stream;

/** Which classes a class mentions, and which package holds a class. */
final class Packages {
  private Packages() {}

  /** The classes that {@code type} mentions in any way, arrays stripped, primitives left out. */
  static Stream<JavaClass> used(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .map(JavaClass::getBaseComponentType)
        .filter(used -> !used.isPrimitive())
        .distinct();
  }

  /** Whether {@code type} lives in {@code name} or in a package below it. */
  static boolean holds(String name, JavaClass type) {
    return type.getPackageName().equals(name) || type.getPackageName().startsWith(name + ".");
  }
}
