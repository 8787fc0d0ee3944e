package dev.tenon.formats.onnx.check;

import java.util.regex.Pattern;

/**
 * Checks the equation of an Einsum: ONNX Runtime ends the process on some that are wrong.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Einsum.html">ONNX: Einsum</a>
 */
final class EinsumRule {
  private static final Pattern TERM = Pattern.compile("[A-Za-z]*(\\.\\.\\.)?[A-Za-z]*");
  private static final String REST = "...";

  private EinsumRule() {}

  static void check(OperatorUse use) {
    String word = use.word("equation");
    String given = word == null ? "" : word;
    String equation = given.replace(" ", "");
    int arrow = equation.indexOf("->");
    String[] terms = (arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1);
    if (terms.length != use.node().getInputCount()) {
      throw wrong(given, "expected a term for each of " + use.node().getInputCount() + " inputs");
    }
    for (int i = 0; i < terms.length; i++) {
      term(use, i, terms[i], given);
    }
    if (arrow >= 0) {
      output(equation.substring(arrow + 2), equation.substring(0, arrow), given);
    }
  }

  private static void term(OperatorUse use, int input, String term, String given) {
    if (!TERM.matcher(term).matches()) {
      throw wrong(given, "'" + term + "' is not a list of letters");
    }
    int letters = term.replace(REST, "").length();
    long[] shape = use.shape(input);
    boolean open = term.contains(REST);
    if (shape != null && shape.length == 0 && letters > 0) {
      throw new IllegalArgumentException(
          "the equation '"
              + given
              + "' names axes of '"
              + use.node().getInput(input)
              + "', which has none");
    }
    if (shape != null && (open ? letters > shape.length : letters != shape.length)) {
      throw wrong(given, "input " + input + " has " + shape.length + " axes");
    }
  }

  private static void output(String term, String inputs, String given) {
    String letters = term.replace(REST, "");
    boolean known = letters.chars().allMatch(letter -> inputs.indexOf(letter) >= 0);
    boolean once = letters.chars().distinct().count() == letters.length();
    if (!TERM.matcher(term).matches() || !known || !once) {
      throw wrong(given, "the result must name axes of the inputs, each once");
    }
  }

  private static IllegalArgumentException wrong(String equation, String why) {
    return new IllegalArgumentException("equation is '" + equation + "'; " + why);
  }
}
