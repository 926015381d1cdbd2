package dev.hasse.kernels.opencl;

import dev.hasse.compute.FloatAffine;
import dev.hasse.kernels.opencl.OpenClTensors.Interval;
import dev.hasse.kernels.opencl.OpenClTensors.Magnitude;
import dev.hasse.kernels.opencl.OpenClTensors.Points;
import dev.hasse.kernels.opencl.OpenClTensors.Relaxation;
import dev.hasse.kernels.opencl.OpenClTensors.RowBounds;
import dev.hasse.kernels.opencl.OpenClTensors.Rows;
import dev.hasse.network.Select;

/**
 * Launches the verbs on rows. Coefficients are float32 and carry no error of their own: whatever a
 * verb rounds is multiplied by the largest activation it can meet and subtracted from the row's
 * constant (docs/SOUNDNESS.md, "The opencl backend").
 */
final class RowVerbs {
  private final SessionWeights weights;
  private final LaneMemory memory;
  private final OpenClDevice device;

  RowVerbs(SessionWeights weights, LaneMemory memory) {
    this.weights = weights;
    this.memory = memory;
    this.device = memory.device();
  }

  /** A verb that adds to the constants of rows. */
  private static Launch adding(int verb, Rows rows) {
    return Launch.rows(verb, rows.rows(), rows.width())
        .first(rows.coefficients())
        .constants(rows.constants())
        .index(rows.boxOfRow())
        .underflow(RowPrices.underflow(rows.width()));
  }

  /** Each coefficient times the slope of the line that keeps the row below. */
  Rows backRelu(Rows rows, Relaxation lines) {
    Rows to = rows.next(rows.width(), memory.take(rows.length()), memory.take(rows.rows()));
    device.run(
        adding(Verb.LINES, rows)
            .third(lines.planes())
            .depth(lines.stride())
            .price(RowPrices.sumAndHalf(rows.width()))
            .target(to.coefficients())
            .secondTarget(to.constants()));
    return to;
  }

  /** {@code A W}, with {@code A b} and the price of rounding in the constants. */
  Rows backAffine(int node, Rows rows, Magnitude magnitude) {
    DeviceWeights of = weights.of(node);
    FloatAffine map = of.map();
    Block product = memory.take((long) rows.rows() * map.inputs());
    Rows to = rows.next(map.inputs(), product, memory.take(rows.rows()));
    device.run(
        adding(Verb.BIAS, rows)
            .third(magnitude.values())
            .fourth(of.bias())
            .otherConstants(magnitude.inputs())
            .factor(RowPrices.product(rows.width(), map.backTerms(), map.relative()))
            .price(RowPrices.sumAndHalf(rows.width()))
            .secondTarget(to.constants()));
    device.run(of.back(rows.rows(), rows.coefficients(), to.coefficients()));
    return to;
  }

  Rows backSelect(Select select, Rows rows) {
    Block moved = memory.take((long) rows.rows() * select.inputs());
    Rows to = rows.next(select.inputs(), moved, rows.constants().share());
    Block columns = memory.upload(Columns.targets(select));
    device.run(
        Columns.gather(to.length(), select.inputs(), select.outputs(), rows.coefficients(), columns)
            .target(to.coefficients()));
    columns.release();
    return to;
  }

  Rows backAdd(Rows rows, boolean withConstants) {
    Block constants = withConstants ? rows.constants().share() : zeros(rows.rows());
    return rows.next(rows.width(), rows.coefficients().share(), constants);
  }

  private Block zeros(int count) {
    Block zeros = memory.take(count);
    device.run(Launch.elements(Verb.FILL, count, 1).target(zeros));
    return zeros;
  }

  Rows merge(Rows left, Rows right, Interval bounds) {
    Rows sum = left.next(left.width(), memory.take(left.length()), memory.take(left.rows()));
    device.run(
        adding(Verb.MERGE, left)
            .second(right.coefficients())
            .otherConstants(right.constants())
            .third(bounds.lower())
            .fourth(bounds.upper())
            .factor(RowPrices.MERGE)
            .target(sum.coefficients())
            .secondTarget(sum.constants()));
    return sum;
  }

  RowBounds concretize(Rows rows, Interval bounds) {
    Block lower = memory.take(rows.rows());
    device.run(
        adding(Verb.CONCRETIZE, rows)
            .third(bounds.lower())
            .fourth(bounds.upper())
            .price(RowPrices.sum(rows.width()))
            .secondTarget(lower));
    return new RowBounds(device, rows.rows(), lower);
  }

  /** The corner of each row's box where the row is smallest. */
  Points minimizer(Rows rows, Interval bounds) {
    Block values = memory.take(rows.length());
    device.run(
        Launch.elements(Verb.MINIMIZER, rows.length(), rows.width())
            .first(rows.coefficients())
            .third(bounds.lower())
            .fourth(bounds.upper())
            .index(rows.boxOfRow())
            .target(values));
    return new Points(device, rows.rows(), rows.width(), values);
  }
}
