package dev.hasse.rules;

import com.tngtech.archunit.core.domain.JavaClass;
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
  List<String> violations(Iterable<JavaClass> classes, List<WrittenException> exceptions) {
    Stream.Builder<JavaClass> judged = Stream.builder();
    for (JavaClass type : classes) {
      if (exceptions.stream().noneMatch(exception -> exception.covers(this, type))) {
        judged.add(type);
      }
    }
    return judged.build().flatMap(complaints).distinct().sorted().toList();
  }
}
