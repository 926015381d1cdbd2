package dev.hasse.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One rule: a sentence that holds of a good class, and the complaints about a bad one.
 *
 * @param name the sentence
 * @param complaints what is wrong with a class, one line each; empty where nothing is
 */
record Rule(String name, Function<JavaClass, Stream<String>> complaints) {

  /** Every complaint about {@code classes} that no written exception covers, sorted. */
  List<String> violations(Collection<JavaClass> classes, List<WrittenException> exceptions) {
    return classes.stream()
        .filter(type -> exceptions.stream().noneMatch(written -> written.covers(this, type)))
        .flatMap(complaints)
        .distinct()
        .sorted()
        .toList();
  }
}
