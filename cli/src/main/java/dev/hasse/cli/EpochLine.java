package dev.hasse.cli;

import dev.hasse.train.EpochResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * An epoch as people and the log get it.
 *
 * @param seconds of training, validation left out
 * @param validation where there was one after the epoch
 */
record EpochLine(EpochResult result, double seconds, Optional<Validation.Result> validation) {
  static final String CSV_HEADER =
      "epoch,radius,kappa,beta,rate,loss,natural,robust,accuracy,certified,gradient_norm,seconds,"
          + "validation_accuracy,validation_certified";

  /** A line of the log; a number that there is not is left empty. */
  String csv() {
    return result.epoch()
        + ","
        + DoubleStream.of(
                result.radius(),
                result.kappa(),
                result.beta(),
                result.rate(),
                result.loss(),
                result.natural(),
                result.robust(),
                result.accuracy(),
                result.certified(),
                result.largestNorm(),
                seconds,
                validation.map(Validation.Result::accuracy).orElse(Double.NaN),
                validation.map(Validation.Result::certified).orElse(Double.NaN))
            .mapToObj(value -> Double.isNaN(value) ? "" : String.valueOf(value))
            .collect(Collectors.joining(","));
  }

  /** A sentence for people. */
  String text(int epochs) {
    String validated =
        validation
            .map(
                v ->
                    "; validation: "
                        + joined(
                            share("accuracy", v.accuracy()), share("certified", v.certified())))
            .orElse("");
    return "epoch %d/%d: %s, %s s%s"
        .formatted(result.epoch(), epochs, numbers(result), Numbers.fixed(seconds, 1), validated);
  }

  /** Losses and shares of an epoch, or of the part of it that is done. */
  static String numbers(EpochResult result) {
    return joined(
        result.radius() > 0 ? number("radius", result.radius()) : Optional.empty(),
        number("loss", result.loss()),
        number("natural", result.natural()),
        number("robust", result.robust()),
        share("accuracy", result.accuracy()),
        share("certified", result.certified()));
  }

  @SafeVarargs
  private static String joined(Optional<String>... parts) {
    List<String> present = new ArrayList<>();
    for (Optional<String> part : parts) {
      part.ifPresent(present::add);
    }
    return String.join(", ", present);
  }

  private static Optional<String> number(String name, double value) {
    return Double.isNaN(value)
        ? Optional.empty()
        : Optional.of(String.format(Locale.ROOT, "%s %.4f", name, value));
  }

  private static Optional<String> share(String name, double value) {
    return Double.isNaN(value)
        ? Optional.empty()
        : Optional.of(String.format(Locale.ROOT, "%s %.2f %%", name, 100 * value));
  }
}
