package dev.hasse.sweep.store;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A method with a column of margins, from the cheapest to the dearest. */
public enum MarginMethod {
  IBP("ibp"),
  CROWN_IBP("crown_ibp"),
  CROWN("crown"),
  ALPHA_CROWN("alpha_crown"),
  LP("lp"),
  SDP("sdp"),
  EXACT("exact");

  /** The methods that propagate bounds and call no solver. */
  static final List<MarginMethod> PROPAGATION = List.of(IBP, CROWN_IBP, CROWN, ALPHA_CROWN);

  private final String column;

  MarginMethod(String column) {
    this.column = column;
  }

  /** The word for the method, as a cascade names it. */
  public String label() {
    return column.replace('_', '-');
  }

  /** The column of the table. */
  public String column() {
    return column;
  }

  /** SQL for the margin where it is a finite number, else null: to SQL, not-a-number is large. */
  String finite() {
    return "CASE WHEN isfinite(" + column + ") THEN " + column + " END";
  }

  /** SQL for whether this method or a cheaper one has a positive margin; never null. */
  String certifiesSoFar() {
    return Arrays.stream(values())
        .filter(method -> method.compareTo(this) <= 0)
        .map(m -> "coalesce(%1$s > 0 AND NOT isnan(%1$s), false)".formatted(m.column))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  /** SQL for the best finite margin of propagation, null where there is none. */
  static String bestPropagation() {
    return PROPAGATION.stream()
        .map(MarginMethod::finite)
        .collect(Collectors.joining(", ", "greatest(", ")"));
  }
}
