package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.ir.shape.Dim;
import dev.tenon.model.TensorSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a Java program that runs a model. */
final class JavaProgram {
  /** The most entries that {@code Map.of} takes. */
  private static final int MAP_OF = 10;

  private JavaProgram() {}

  /** Returns the text of a whole class, imports included. */
  static String of(Model model, Path file) {
    List<TensorSpec> inputs = model.inputs();
    boolean plain = inputs.size() == 1 && model.outputs().size() == 1;
    List<String> lines = new ArrayList<>();
    lines.add("import dev.tenon.Model;");
    if (!inputs.isEmpty()) {
      lines.add("import dev.tenon.tensor.DType;");
    }
    lines.add("import dev.tenon.tensor.Tensor;");
    lines.add("import java.io.IOException;");
    lines.add("import java.nio.file.Path;");
    if (!plain) {
      lines.add("import java.util.Map;");
    }
    lines.add("");
    lines.add("final class UseModel {");
    lines.add("  public static void main(String[] args) throws IOException {");
    lines.add("    try (Model model = Model.load(Path.of(" + literal(file.toString()) + "))) {");
    for (int i = 0; i < inputs.size(); i++) {
      lines.add("      " + zeros(inputs.get(i), i));
    }
    if (plain) {
      lines.add("      Tensor result = model.predict(in0);");
      lines.add("      System.out.println(result);");
    } else {
      lines.add("      Map<String, Tensor> results = model.predict(" + map(inputs) + ");");
      lines.add(
          "      results.forEach((name, tensor) -> System.out.println(name + \": \" + tensor));");
    }
    lines.add("    }");
    lines.add("  }");
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  private static String zeros(TensorSpec input, int number) {
    boolean ranked = input.shape().ranked();
    String lengths =
        ranked
            ? input.shape().dims().stream()
                .map(dim -> ", " + (dim instanceof Dim.Known known ? number(known) : "1"))
                .collect(Collectors.joining())
            : ", 1";
    return "Tensor in"
        + number
        + " = Tensor.zeros(DType."
        + input.dtype().name()
        + lengths
        + ");"
        + (ranked ? "" : " // the number of axes is yours to choose");
  }

  private static String number(Dim.Known known) {
    return known.value() > Integer.MAX_VALUE ? known.value() + "L" : Long.toString(known.value());
  }

  private static String map(List<TensorSpec> inputs) {
    boolean few = inputs.size() <= MAP_OF;
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      String entry = literal(inputs.get(i).name()) + ", in" + i;
      entries.add(few ? entry : "\n          Map.entry(" + entry + ")");
    }
    return few
        ? "Map.of(" + String.join(", ", entries) + ")"
        : "Map.ofEntries(" + String.join(",", entries) + ")";
  }

  /** Returns a text as Java writes it. */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> literal.append("\\\"");
        case '\\' -> literal.append("\\\\");
        case '\n' -> literal.append("\\n");
        case '\t' -> literal.append("\\t");
        case '\r' -> literal.append("\\r");
        default -> {
          if (c < ' ' || c == 0x7f) {
            literal.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            literal.append(c);
          }
        }
      }
    }
    return literal.append('"').toString();
  }
}
