package dev.tenon.processor.functions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.lang.model.SourceVersion;

/**
 * One line of the table of {@code keras.ops}: a function that is written in two forms, for symbolic
 * tensors and for tensors of numbers.
 *
 * @param name Keras' name, such as {@code expand_dims}
 * @param chapter the chapter of Keras' documentation
 * @param operation the class that Keras writes into a file
 * @param parameters Keras' parameters in order
 * @param result {@code tensor}, {@code list} or the record that holds several results
 * @param programs {@code ranks} where one program serves all shapes of some ranks, else {@code
 *     exact}
 * @param summary the first sentence of the documentation
 */
record FunctionRow(
    String name,
    String chapter,
    String operation,
    List<FunctionParameter> parameters,
    String result,
    String programs,
    String summary) {
  private static final int CELLS = 7;

  /** Returns the lines of a table that are functions to be written; the first line is its head. */
  static List<FunctionRow> of(String table) {
    List<FunctionRow> rows = new ArrayList<>();
    for (String line : table.lines().skip(1).toList()) {
      String[] cells = line.split("\t", -1);
      if (cells.length != CELLS) {
        throw new IllegalArgumentException("line '" + line + "' has not " + CELLS + " cells");
      }
      if (!cells[4].equals("hand")) {
        List<FunctionParameter> parameters =
            Arrays.stream(cells[3].split(" ", -1)).map(FunctionParameter::of).toList();
        rows.add(
            new FunctionRow(
                cells[0], cells[1], cells[2], parameters, cells[4], cells[5], cells[6]));
      }
    }
    return rows;
  }

  /** Returns Java's name of the function. */
  String javaName() {
    return camel(name);
  }

  /** Returns the class of the operation; behind a bar stands another one for calls at once. */
  String operation(boolean atOnce) {
    int bar = operation.indexOf('|');
    return bar < 0
        ? operation
        : atOnce ? operation.substring(bar + 1) : operation.substring(0, bar);
  }

  /** Returns whether the function takes lists of tensors. */
  boolean takesLists() {
    return parameters.stream().anyMatch(parameter -> parameter.kind().equals("tensors"));
  }

  /** Returns how many parameters have no default. */
  int required() {
    int count = parameters.size();
    while (count > 0 && parameters.get(count - 1).fallback() != null) {
      count--;
    }
    return count;
  }

  /** Returns a name of Python's in camel case, with a second word where Java keeps it. */
  static String camel(String name) {
    StringBuilder out = new StringBuilder();
    for (String word : name.split("_", -1)) {
      boolean first = out.length() == 0;
      out.append(first ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    String camel = Character.toLowerCase(out.charAt(0)) + out.substring(1);
    return SourceVersion.isKeyword(camel) ? camel + "Value" : camel;
  }
}
