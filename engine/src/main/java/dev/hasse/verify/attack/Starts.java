package dev.hasse.verify.attack;

import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Affine;
import dev.hasse.network.AffineVisitor;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import dev.hasse.numeric.Philox;
import dev.hasse.verify.Question;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the starts of a round begin: half of them anywhere in the box, half in corners; in round 0
 * the first of each rank in the middle.
 */
final class Starts {
  private static final int MOST = 64;
  private static final int FEWEST = 8;

  /** Products that the starts together should cost a step and direction at the most. */
  private static final long PRODUCTS = 1L << 27;

  private final Question question;
  private final long seed;
  private final int number;
  private final int count;

  Starts(Question question, long seed, int number, int count) {
    this.question = question;
    this.seed = seed;
    this.number = number;
    this.count = count;
  }

  /** How many starts a round has: fewer where a point costs more. */
  static int count(Network network) {
    long products = 1;
    for (Node node : network.nodes()) {
      if (node.op() instanceof Affine affine) {
        products += affine.outputs() * affine.acceptForm(new TermsOfAnOutput());
      }
    }
    return (int) Math.max(FEWEST, Math.min(MOST, PRODUCTS / products));
  }

  private static final class TermsOfAnOutput implements AffineVisitor<Long> {
    @Override
    public Long dense(Dense dense) {
      return (long) dense.inputs();
    }

    @Override
    public Long scale(Scale scale) {
      return 1L;
    }

    @Override
    public Long convolution(Convolution convolution) {
      return (long) convolution.kernelSize();
    }
  }

  /**
   * How near the conjunction is, among all, that each start aims at: half of the pairs of starts at
   * the nearest, a quarter at the next, and so on.
   */
  List<Integer> ranks() {
    List<Integer> ranks = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      ranks.add(Integer.numberOfTrailingZeros(pair(s)));
    }
    return ranks;
  }

  /** Pairs are numbered from 1 on, through all rounds. */
  private int pair(int start) {
    return number * (count / 2) + start / 2 + 1;
  }

  /** The points, {@code [start][input]} flat. */
  double[] points() {
    BoxBatch box = question.box();
    int inputs = box.dimension();
    double[] points = new double[count * inputs];
    double[] shares = new double[inputs];
    for (int s = 0; s < count; s++) {
      Philox.uniforms(seed, number, s, shares);
      boolean inCorner = s % 2 == 1;
      boolean inMiddle = number == 0 && !inCorner && Integer.bitCount(pair(s)) == 1;
      for (int i = 0; i < inputs; i++) {
        double share = inMiddle ? 0.5 : inCorner ? (shares[i] < 0.5 ? 0 : 1) : shares[i];
        double lower = box.lower(0, i);
        double upper = box.upper(0, i);
        double value = (1 - share) * lower + share * upper;
        points[s * inputs + i] = Math.max(lower, Math.min(upper, value));
      }
    }
    return points;
  }
}
