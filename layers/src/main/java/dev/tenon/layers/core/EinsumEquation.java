package dev.tenon.layers.core;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An equation of EinsumDense for an input of known rank, its ellipsis spelt out in letters.
 *
 * @param input the letters of the input's axes
 * @param kernel the letters of the kernel's axes
 * @param output the letters of the output's axes
 * @param hidden how many letters stand for the ellipsis
 * @param leading whether the ellipsis comes first
 */
record EinsumEquation(String input, String kernel, String output, int hidden, boolean leading) {
  private static final Pattern FORM =
      Pattern.compile("(0?)([a-zA-Z]+)(0?),([a-zA-Z]+)->(0?)([a-zA-Z]+)(0?)");

  static EinsumEquation of(String equation, int rank) {
    Matcher parts = FORM.matcher(equation.replace(" ", "").replace("...", "0"));
    boolean fits =
        parts.matches()
            && parts.group(1).equals(parts.group(5))
            && parts.group(3).equals(parts.group(7))
            && (parts.group(1).isEmpty() || parts.group(3).isEmpty());
    if (!fits) {
      throw new IllegalArgumentException(
          "equation '"
              + equation
              + "' must have the form ab,bc->ac, ...ab,bc->...ac or ab...,bc->ac...");
    }
    String input = parts.group(2);
    String kernel = parts.group(4);
    String output = parts.group(6);
    boolean leading = !parts.group(1).isEmpty();
    boolean elided = leading || !parts.group(3).isEmpty();
    int hidden = rank - input.length();
    if (hidden < 0 || (hidden > 0 && !elided)) {
      throw new IllegalArgumentException(
          "equation '" + equation + "' does not fit an input of " + rank + " axes");
    }
    String letters = unused(input + kernel + output, hidden);
    return new EinsumEquation(
        leading ? letters + input : input + letters,
        kernel,
        leading ? letters + output : output + letters,
        hidden,
        leading);
  }

  private static String unused(String used, int count) {
    StringBuilder letters = new StringBuilder();
    for (char letter = 'a'; letters.length() < count; letter = letter == 'z' ? 'A' : ++letter) {
      if (used.indexOf(letter) < 0) {
        letters.append(letter);
      }
      if (letter == 'Z') {
        throw new IllegalArgumentException("the equation has more axes than letters");
      }
    }
    return letters.toString();
  }

  String text() {
    return input + "," + kernel + "->" + output;
  }

  /** Returns the number of the kernel's first axes that an equation sums over; at least 1. */
  static int summedAxes(String equation) {
    String kernel = equation.replaceAll(".*,|->.*|\\s", "");
    String output = equation.replaceAll(".*->|\\s", "");
    int axes = 0;
    while (axes < kernel.length() && output.indexOf(kernel.charAt(axes)) < 0) {
      axes++;
    }
    return Math.max(1, Math.min(axes, kernel.length() - 1));
  }

  /** Returns whether the product is a plain matrix product over the input's last axis. */
  boolean isMatMul() {
    String kept = input.substring(0, input.length() - 1);
    return kernel.length() == 2
        && input.endsWith(kernel.substring(0, 1))
        && kept.indexOf(kernel.charAt(0)) < 0
        && kept.indexOf(kernel.charAt(1)) < 0
        && output.equals(kept + kernel.charAt(1));
  }

  /** Multiplies an input by a kernel. */
  Value product(Ops ops, Value x, Value by) {
    return isMatMul() ? ops.matMul(x, by) : ops.einsum(text(), x, by);
  }

  /**
   * Returns the length of every letter.
   *
   * @param shape the input's shape
   * @param partial the output's lengths without the batch and the ellipsis; null if not fixed
   */
  Map<Character, Dim> lengths(Shape shape, List<@Nullable Long> partial) {
    Map<Character, Dim> lengths = new HashMap<>();
    for (int i = 0; i < input.length(); i++) {
      lengths.put(input.charAt(i), shape.dim(i));
    }
    int first = leading && hidden > 0 ? hidden : 1;
    for (int i = 0; i < partial.size() && first + i < output.length(); i++) {
      Long length = partial.get(i);
      if (length != null && length >= 0) {
        lengths.merge(
            output.charAt(first + i), Dim.of(length), (old, now) -> agreed(old, now, shape));
      }
    }
    return lengths;
  }

  private Dim agreed(Dim old, Dim now, Shape shape) {
    if (old.isKnown() && !old.equals(now)) {
      throw new IllegalArgumentException(
          "output_shape wants length "
              + now
              + " where the input "
              + shape
              + " has "
              + old
              + ", in equation "
              + text());
    }
    return now;
  }

  Shape kernelShape(Map<Character, Dim> lengths) {
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < kernel.length(); i++) {
      char letter = kernel.charAt(i);
      Dim dim = lengths.get(letter);
      if (dim == null) {
        throw new IllegalArgumentException(
            "kernel axis '" + letter + "' is neither in the input nor in the output");
      }
      dims.add(dim);
    }
    return Shape.of(dims);
  }

  /** Returns the bias' shape: 1 along the axes that it is the same for, from its first axis on. */
  Shape biasShape(Map<Character, Dim> lengths, String biasAxes) {
    int first = output.length();
    for (int i = 0; i < biasAxes.length(); i++) {
      char letter = biasAxes.charAt(i);
      int at = output.indexOf(letter);
      if (at < 0) {
        throw new IllegalArgumentException(
            "bias axis '" + letter + "' is no axis of the output '" + output + "'");
      }
      first = Math.min(first, at);
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = first; i < output.length(); i++) {
      char letter = output.charAt(i);
      boolean own = biasAxes.indexOf(letter) >= 0;
      dims.add(own ? lengths.getOrDefault(letter, Dim.unknown()) : Dim.of(1));
    }
    return Shape.of(dims);
  }
}
