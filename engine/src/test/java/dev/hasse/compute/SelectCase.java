package dev.hasse.compute;

import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.network.Select;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** An index map and boxes of its input: selections, and paddings with zeros. */
record SelectCase(String name, Select select, BoxBatch boxes) {
  /** One test a case. */
  static Stream<DynamicTest> tests(Consumer<SelectCase> test) {
    return BoxCase.all().stream()
        .flatMap(SelectCase::of)
        .map(c -> DynamicTest.dynamicTest(c.name, () -> test.accept(c)));
  }

  private static Stream<SelectCase> of(BoxCase c) {
    int width = c.boxes().dimension();
    Numbers numbers = new Numbers(c.name());
    return Stream.of(
        new SelectCase(c.name(), numbers.select(width, (width + 1) / 2), c.boxes()),
        new SelectCase("zeros, " + c.name(), numbers.padding(width, width + 2), c.boxes()));
  }
}
