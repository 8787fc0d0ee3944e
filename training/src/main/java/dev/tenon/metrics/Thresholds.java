package dev.tenon.metrics;

import dev.tenon.config.Config;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers above which a prediction stands for yes.
 *
 * @param values the numbers, in order where they are even
 * @param even whether they lie evenly between 0 and 1, so that predictions can be sorted into
 *     buckets; Keras does so, and the two ways can differ by rounding
 */
record Thresholds(List<Double> values, boolean even) {
  Thresholds {
    values = List.copyOf(values);
  }

  int size() {
    return values.size();
  }

  /** Says whether 0 itself is above the first threshold. */
  boolean beyondUnit() {
    return values.get(0) < 0 || values.get(values.size() - 1) > 1;
  }

  /** Returns the numbers that a user gave, or one that stands for none. */
  static Thresholds of(@Nullable List<Double> given, double otherwise) {
    if (given == null) {
      return new Thresholds(List.of(otherwise), false);
    }
    checkUnit(given);
    return new Thresholds(given, isEven(given));
  }

  /** Returns so many numbers from 0 to 1; one of them is a half. */
  static Thresholds between(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("num_thresholds must be at least 1, received " + count);
    }
    if (count == 1) {
      return new Thresholds(List.of(0.5), false);
    }
    List<Double> values = new ArrayList<>(List.of(0.0));
    values.addAll(inner(count));
    values.add(1.0);
    return new Thresholds(values, true);
  }

  /** Returns the numbers of a curve: those given or so many, and one beyond either end. */
  static Thresholds curve(@Nullable List<Double> given, long count) {
    List<Double> inside = new ArrayList<>(given == null ? inner(count) : given);
    Collections.sort(inside);
    List<Double> unit = new ArrayList<>(List.of(0.0));
    unit.addAll(inside);
    unit.add(1.0);
    List<Double> values = new ArrayList<>(List.of(-Config.epsilon()));
    values.addAll(inside);
    values.add(1 + Config.epsilon());
    return new Thresholds(values, given == null || isEven(unit));
  }

  static void checkUnit(List<Double> values) {
    List<Double> wrong = values.stream().filter(value -> !(value >= 0 && value <= 1)).toList();
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException("thresholds must be between 0 and 1, received " + wrong);
    }
  }

  private static List<Double> inner(long count) {
    List<Double> values = new ArrayList<>();
    for (long i = 0; i < count - 2; i++) {
      values.add((i + 1) * 1.0 / (count - 1));
    }
    return values;
  }

  private static boolean isEven(List<Double> values) {
    int count = values.size();
    if (count < 3) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      double even = (float) i / (count - 1);
      if (!(Math.abs(values.get(i) - even) <= Config.epsilon() + 1e-5 * even)) {
        return false;
      }
    }
    return true;
  }
}
