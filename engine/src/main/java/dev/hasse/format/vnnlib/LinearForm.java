package dev.hasse.format.vnnlib;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code sum of coefficients * variables + constant}, in exact decimals. Immutable; zero
 * coefficients are left out.
 *
 * @param inputs coefficient of each X that occurs, by its index
 * @param outputs coefficient of each Y that occurs, by its index
 */
record LinearForm(
    Map<Integer, BigDecimal> inputs, Map<Integer, BigDecimal> outputs, BigDecimal constant) {

  static LinearForm constant(BigDecimal value) {
    return new LinearForm(Map.of(), Map.of(), value);
  }

  static LinearForm input(int index) {
    return new LinearForm(Map.of(index, BigDecimal.ONE), Map.of(), BigDecimal.ZERO);
  }

  static LinearForm output(int index) {
    return new LinearForm(Map.of(), Map.of(index, BigDecimal.ONE), BigDecimal.ZERO);
  }

  boolean isConstant() {
    return inputs.isEmpty() && outputs.isEmpty();
  }

  LinearForm plus(LinearForm other) {
    return new LinearForm(
        sum(inputs, other.inputs), sum(outputs, other.outputs), constant.add(other.constant));
  }

  LinearForm minus(LinearForm other) {
    return plus(other.times(BigDecimal.ONE.negate()));
  }

  LinearForm times(BigDecimal factor) {
    return new LinearForm(
        product(inputs, factor), product(outputs, factor), constant.multiply(factor));
  }

  /** Decimal digits of the longest number in the form, a measure of what the next step costs. */
  int digits() {
    int digits = Math.max(constant.precision(), Math.abs(constant.scale()));
    for (Map<Integer, BigDecimal> side : List.of(inputs, outputs)) {
      for (BigDecimal value : side.values()) {
        digits = Math.max(digits, Math.max(value.precision(), Math.abs(value.scale())));
      }
    }
    return digits;
  }

  private static Map<Integer, BigDecimal> sum(
      Map<Integer, BigDecimal> a, Map<Integer, BigDecimal> b) {
    Map<Integer, BigDecimal> sum = new TreeMap<>(a);
    b.forEach((index, value) -> sum.merge(index, value, BigDecimal::add));
    sum.values().removeIf(value -> value.signum() == 0);
    return sum;
  }

  private static Map<Integer, BigDecimal> product(Map<Integer, BigDecimal> a, BigDecimal factor) {
    Map<Integer, BigDecimal> product = new TreeMap<>();
    if (factor.signum() != 0) {
      a.forEach((index, value) -> product.put(index, value.multiply(factor)));
    }
    return product;
  }
}
