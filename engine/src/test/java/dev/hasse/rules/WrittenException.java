package dev.hasse.rules;

import com.tngtech.archunit.core.domain.JavaClass;

/**
 * A class that may break a rule, and why. The list of a module stands in its {@code
 * DependencyRulesTest}.
 *
 * @param rule the broken rule's name, one of the constants of {@link ProjectRules}
 * @param className the top-level class, fully qualified; its nested classes are covered too
 * @param reason a sentence saying why
 */
public record WrittenException(String rule, String className, String reason) {
  public WrittenException {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an exception for " + className + " without a reason");
    }
  }

  boolean covers(Rule broken, JavaClass type) {
    return rule.equals(broken.name())
        && (type.getName().equals(className) || type.getName().startsWith(className + "$"));
  }
}
