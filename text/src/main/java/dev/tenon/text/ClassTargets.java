package dev.tenon.text;

import dev.tenon.internal.text.Names;
import dev.tenon.losses.Losses;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.CompileOptions;
import java.util.HashSet;
import java.util.List;

/**
 * The classes of a network of texts as targets of training.
 *
 * @param labels the names, in the order of the network
 * @param problem what a text has
 */
record ClassTargets(List<String> labels, Problem problem) {
  ClassTargets {
    labels = List.copyOf(labels);
  }

  /** What a text has: transformers' {@code problem_type}. */
  enum Problem {
    /** One class. */
    ONE,
    /** Any number of classes. */
    SEVERAL,
    /** Numbers. */
    REGRESSION
  }

  /**
   * Returns the classes of a folder.
   *
   * @param problemType transformers' {@code problem_type}; empty where there is none
   */
  static ClassTargets of(List<String> labels, String problemType) {
    return new ClassTargets(
        labels,
        switch (problemType) {
          case "regression" -> Problem.REGRESSION;
          case "multi_label_classification" -> Problem.SEVERAL;
          default -> Problem.ONE;
        });
  }

  /**
   * Returns classes of a user's own.
   *
   * @throws IllegalArgumentException if there are fewer than two, or one occurs twice
   */
  static ClassTargets ofLabels(List<String> labels) {
    if (labels.size() < 2 || new HashSet<>(labels).size() < labels.size()) {
      throw new IllegalArgumentException(
          "labels: expected at least two different names of classes, received " + labels);
    }
    return new ClassTargets(labels, Problem.ONE);
  }

  /** Returns the loss and the metric, by transformers' rule: one output alone is a regression. */
  CompileOptions objective() {
    CompileOptions options = CompileOptions.compile();
    if (isNumber()) {
      return options.loss(Losses.meanSquaredError());
    }
    if (problem == Problem.SEVERAL) {
      return options.loss(Losses.binaryCrossentropy().fromLogits(true));
    }
    return options
        .loss(Losses.sparseCategoricalCrossentropy().fromLogits(true))
        .metrics("accuracy");
  }

  private boolean isNumber() {
    return problem == Problem.REGRESSION || labels.size() == 1;
  }

  /**
   * Returns the targets of texts: the numbers of their classes, int32 (texts), or those of a
   * regression, float32 (texts, 1).
   *
   * @throws IllegalArgumentException if a label is unknown or is no number
   */
  Tensor targets(List<String> found) {
    if (isNumber()) {
      float[] numbers = numbers("labels", found);
      return Tensor.of(numbers, numbers.length, 1);
    }
    if (problem == Problem.SEVERAL) {
      throw new IllegalArgumentException(
          "labels: a text of this network has several classes; give a Dataset with a row of 0 and 1"
              + " for each text");
    }
    int[] numbers = new int[found.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(found.get(i), labels);
    }
    return Tensor.of(numbers, numbers.length);
  }

  /** Returns whether targets of so many texts have the shape of this network. */
  boolean fits(Tensor targets, int size) {
    boolean rows = problem == Problem.SEVERAL || (isNumber() && labels.size() > 1);
    return targets.size() == size * (rows ? labels.size() : 1);
  }

  /**
   * Returns the number of a label.
   *
   * @throws IllegalArgumentException if it is unknown; the message has the nearest names
   */
  static int number(String label, List<String> labels) {
    int number = labels.indexOf(label);
    if (number < 0) {
      throw new IllegalArgumentException("labels: " + Names.unknown("label", label, labels));
    }
    return number;
  }

  /** Returns numbers, or those that are written as texts; see {@link #numbers(String, List)}. */
  static float[] numbers(String what, Tensor given) {
    return given.dtype() == DType.STRING
        ? numbers(what, List.of(given.toStringArray()))
        : given.toFloatArray();
  }

  /**
   * Returns numbers that are written as texts.
   *
   * @param what what they are, for the message
   * @throws IllegalArgumentException if one is no number
   */
  static float[] numbers(String what, List<String> texts) {
    float[] numbers = new float[texts.size()];
    for (int i = 0; i < numbers.length; i++) {
      try {
        numbers[i] = Float.parseFloat(texts.get(i));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            what + ": expected numbers, received '" + texts.get(i) + "'", e);
      }
    }
    return numbers;
  }
}
