package dev.hasse.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Variables with bounds, some of them integer, and rows {@code lower <= a x <= upper}. Immutable;
 * what is minimised over it is given with each solve.
 */
public final class LinearModel {
  private final double[] lower;
  private final double[] upper;
  private final boolean[] integer;
  private final List<Row> rows;

  private LinearModel(Builder builder) {
    this.lower = Arrays.copyOf(builder.lower, builder.count);
    this.upper = Arrays.copyOf(builder.upper, builder.count);
    this.integer = Arrays.copyOf(builder.integer, builder.count);
    this.rows = List.copyOf(builder.rows);
  }

  /** A row {@code lower <= form <= upper}; the form's constant is 0. */
  public record Row(LinearForm form, double lower, double upper) {
    public Row {
      if (form.constant() != 0 || !(lower <= upper)) {
        throw new IllegalArgumentException(
            "a row between " + lower + " and " + upper + " of a form with " + form.constant());
      }
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  public int variables() {
    return lower.length;
  }

  public double lower(int variable) {
    return lower[variable];
  }

  public double upper(int variable) {
    return upper[variable];
  }

  public boolean isInteger(int variable) {
    return integer[variable];
  }

  public List<Row> rows() {
    return rows;
  }

  /** Number of integer variables. */
  public int integers() {
    int count = 0;
    for (boolean is : integer) {
      count += is ? 1 : 0;
    }
    return count;
  }

  /** The most by which a point leaves a bound or a row, and 0 for a feasible one. */
  public double violation(double[] point) {
    double worst = 0;
    for (int j = 0; j < lower.length; j++) {
      worst = Math.max(worst, Math.max(lower[j] - point[j], point[j] - upper[j]));
    }
    for (Row row : rows) {
      double value = row.form().at(point);
      worst = Math.max(worst, Math.max(row.lower() - value, value - row.upper()));
    }
    return worst;
  }

  /** Collects variables and rows. */
  public static final class Builder {
    private double[] lower = new double[256];
    private double[] upper = new double[256];
    private boolean[] integer = new boolean[256];
    private int count;
    private final List<Row> rows = new ArrayList<>();

    private Builder() {}

    /** A real variable; returns its number. */
    public int variable(double from, double to) {
      return variable(from, to, false);
    }

    /** A variable that is 0 or 1; returns its number. */
    public int binary() {
      return variable(0, 1, true);
    }

    private int variable(double from, double to, boolean isInteger) {
      if (!(from <= to)) {
        throw new IllegalArgumentException("a variable between " + from + " and " + to);
      }
      if (count == lower.length) {
        lower = Arrays.copyOf(lower, 2 * count);
        upper = Arrays.copyOf(upper, 2 * count);
        integer = Arrays.copyOf(integer, 2 * count);
      }
      lower[count] = from;
      upper[count] = to;
      integer[count] = isInteger;
      return count++;
    }

    public double lower(int variable) {
      return lower[variable];
    }

    public double upper(int variable) {
      return upper[variable];
    }

    /** A row; returns its number. */
    public int row(LinearForm form, double from, double to) {
      rows.add(new Row(form, from, to));
      return rows.size() - 1;
    }

    public LinearModel build() {
      return new LinearModel(this);
    }
  }
}
