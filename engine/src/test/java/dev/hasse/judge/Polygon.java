package dev.hasse.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bounded convex polygon with an interior, exact: the half planes {@code f >= 0} of its edges, in
 * order around it. Corners are cross products of neighbouring edges, in homogeneous coordinates, so
 * nothing is ever divided and numbers stay short.
 */
public final class Polygon {
  private final List<PlaneForm> edges;

  private Polygon(List<PlaneForm> edges) {
    this.edges = edges;
  }

  /** A corner {@code (x / w, y / w)}, w positive. */
  private record Corner(Dyadic x, Dyadic y, Dyadic w) {
    Dyadic at(PlaneForm form) {
      return form.a().times(x).plus(form.b().times(y)).plus(form.c().times(w));
    }
  }

  /** A rectangle of positive widths. */
  public static Polygon box(double left, double right, double bottom, double top) {
    Dyadic one = Dyadic.ONE;
    Dyadic minus = Dyadic.of(-1);
    return new Polygon(
        List.of(
            new PlaneForm(Dyadic.ZERO, one, Dyadic.of(-bottom)),
            new PlaneForm(minus, Dyadic.ZERO, Dyadic.of(right)),
            new PlaneForm(Dyadic.ZERO, minus, Dyadic.of(top)),
            new PlaneForm(one, Dyadic.ZERO, Dyadic.of(-left))));
  }

  /** The part where {@code a x + b y + c >= 0}; empty when that has no interior. */
  public Optional<Polygon> clip(Dyadic a, Dyadic b, Dyadic c) {
    return clip(new PlaneForm(a, b, c));
  }

  Optional<Polygon> clip(PlaneForm half) {
    List<Corner> corners = corners();
    int n = edges.size();
    if (!hasNegative(half)) {
      return Optional.of(this);
    }
    List<PlaneForm> kept = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int before = corners.get((i + n - 1) % n).at(half).signum();
      int after = corners.get(i).at(half).signum();
      if (before > 0 || after > 0) {
        kept.add(edges.get(i));
      }
      if (before > 0 && after <= 0) {
        kept.add(half);
      }
    }
    return kept.isEmpty() ? Optional.empty() : Optional.of(new Polygon(kept));
  }

  /** Whether a form is negative somewhere in the polygon. */
  boolean hasNegative(PlaneForm form) {
    return corners().stream().anyMatch(corner -> corner.at(form).signum() < 0);
  }

  /** The smallest value of {@code a x + b y + c}. */
  public Fraction minimum(Dyadic a, Dyadic b, Dyadic c) {
    return minimum(new PlaneForm(a, b, c));
  }

  Fraction minimum(PlaneForm form) {
    return corners().stream()
        .map(corner -> new Fraction(corner.at(form), corner.w()))
        .min(Fraction::compareTo)
        .orElseThrow();
  }

  /** Corner i ends edge i and begins the next. */
  private List<Corner> corners() {
    List<Corner> corners = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      corners.add(meeting(edges.get(i), edges.get((i + 1) % edges.size())));
    }
    return corners;
  }

  private static Corner meeting(PlaneForm f, PlaneForm g) {
    Dyadic x = f.b().times(g.c()).minus(f.c().times(g.b()));
    Dyadic y = f.c().times(g.a()).minus(f.a().times(g.c()));
    Dyadic w = f.a().times(g.b()).minus(f.b().times(g.a()));
    return w.signum() > 0 ? new Corner(x, y, w) : new Corner(x.negate(), y.negate(), w.negate());
  }
}
