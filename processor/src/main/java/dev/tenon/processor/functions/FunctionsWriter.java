package dev.tenon.processor.functions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the class with the functions of one chapter of {@code keras.ops}, in both forms. */
final class FunctionsWriter {
  private static final String SYMBOLIC = "KerasTensor";
  private static final String NUMERIC = "Tensor";

  /** Lists of both forms are one type to Java: what is in them decides. */
  private static final String EITHER = "T";

  private final StringBuilder out = new StringBuilder();
  private final Set<String> written = new HashSet<>();

  private FunctionsWriter() {}

  /** Returns the source of a chapter's class. */
  static String write(String packageName, String name, String parent, List<FunctionRow> rows) {
    FunctionsWriter writer = new FunctionsWriter();
    writer.out.append(
        """
        package %s;

        import dev.tenon.layers.base.KerasTensor;
        import dev.tenon.tensor.DType;
        import dev.tenon.tensor.Tensor;
        import java.util.List;
        import org.jspecify.annotations.Nullable;

        /** Functions of a chapter of Keras' documentation. */
        @GeneratedFunctions
        abstract class %s extends %s {
          %s() {}
        """
            .formatted(packageName, name, parent, name));
    for (FunctionRow row : rows) {
      if (row.takesLists()) {
        writer.form(row, EITHER);
      } else {
        writer.form(row, SYMBOLIC);
        writer.form(row, NUMERIC);
      }
    }
    return writer.out.append("}\n").toString();
  }

  private void form(FunctionRow row, String tensor) {
    List<List<String>> combinations = tensorTypes(row, tensor);
    boolean creates = creates(row, tensor);
    for (int count = Math.max(1, row.required()); count <= row.parameters().size(); count++) {
      for (List<String> tensors : combinations) {
        if (!isForeign(tensors.subList(0, count), tensor, creates)) {
          for (List<String> types : signatures(row, count, tensor, tensors)) {
            method(row, tensor, types, tensors);
          }
        }
      }
    }
  }

  /** Returns the types of the first parameters, in all combinations that are offered. */
  private static List<List<String>> signatures(
      FunctionRow row, int count, String tensor, List<String> tensors) {
    List<List<String>> signatures = List.of(List.of());
    for (int i = 0; i < count; i++) {
      FunctionParameter parameter = row.parameters().get(i);
      List<String> choices =
          parameter.takesTensor()
              ? List.of(tensors.get(i))
              : parameter.kind().equals("tensor")
                  ? parameter.types(NUMERIC, false)
                  : parameter.types(tensor, i == count - 1);
      signatures = longer(signatures, choices);
    }
    return signatures;
  }

  /** Returns every list with every choice behind it. */
  private static List<List<String>> longer(List<List<String>> lists, Collection<String> choices) {
    List<List<String>> longer = new ArrayList<>();
    for (List<String> before : lists) {
      for (String choice : choices) {
        List<String> now = new ArrayList<>(before);
        now.add(choice);
        longer.add(now);
      }
    }
    return longer;
  }

  /** Returns for each combination of tensors and numbers the types of the operands, by place. */
  private static List<List<String>> tensorTypes(FunctionRow row, String tensor) {
    long operands = row.parameters().stream().filter(FunctionParameter::takesTensor).count();
    List<List<String>> combinations = List.of(List.of());
    boolean seen = false;
    for (FunctionParameter parameter : row.parameters()) {
      Set<String> choices = new LinkedHashSet<>();
      if (parameter.takesTensor()) {
        String nullable = parameter.isNullable() ? "@Nullable " : "";
        choices.add(nullable + tensor);
        if (tensor.equals(SYMBOLIC) && (seen || operands == 2)) {
          choices.add(nullable + NUMERIC);
        }
        if (parameter.kind().equals("mixed")) {
          choices.add("Number");
        }
        seen = true;
      } else {
        choices.add("");
      }
      combinations = longer(combinations, choices);
    }
    return combinations.stream().filter(types -> operands <= 2 || !isUneven(types)).toList();
  }

  /** Returns whether the function makes a tensor of plain numbers, or of lists, too. */
  private static boolean creates(FunctionRow row, String tensor) {
    boolean complex = row.parameters().stream().anyMatch(FunctionParameter::holdsTensors);
    return complex || (tensor.equals(NUMERIC) && row.operation().endsWith("space"));
  }

  private static boolean isForeign(List<String> types, String tensor, boolean creates) {
    return !creates && types.stream().noneMatch(type -> type.endsWith(tensor));
  }

  private static boolean isSymbol(String type) {
    return type.endsWith(SYMBOLIC);
  }

  /** Of many operands, those behind the first are all of one form. */
  private static boolean isUneven(List<String> types) {
    List<String> rest =
        types.stream()
            .filter(type -> !type.isEmpty())
            .skip(1)
            .filter(type -> !type.equals("Number"))
            .toList();
    return rest.stream().anyMatch(FunctionsWriter::isSymbol)
        && !rest.stream().allMatch(FunctionsWriter::isSymbol);
  }

  private void method(FunctionRow row, String tensor, List<String> types, List<String> tensors) {
    String bare = String.join(",", types).replace("@Nullable ", "").replace("...", "[]");
    if (!written.add(row.javaName() + "(" + bare.replace(" ", "") + ")")) {
      return;
    }
    String result =
        switch (row.result()) {
          case "tensor" -> tensor;
          case "list" -> "List<" + tensor + ">";
          default -> row.result() + "<" + tensor + ">";
        };
    List<String> declared = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      FunctionParameter parameter = row.parameters().get(i);
      if (parameter.kind().equals("complex")) {
        declared.add(tensor + " real");
        declared.add(tensor + " imag");
      } else {
        declared.add(types.get(i) + " " + parameter.javaName());
      }
    }
    out.append("\n  /** ").append(row.summary()).append(" Keras' {@code ops.").append(row.name());
    out.append("}. */\n");
    out.append(tensor.equals(EITHER) ? "  @SuppressWarnings(\"unchecked\")\n" : "");
    out.append("  public static ")
        .append(tensor.equals(EITHER) ? "<T> " : "")
        .append(result)
        .append(" ")
        .append(row.javaName());
    out.append("(").append(String.join(", ", declared)).append(") {\n    return ");
    out.append(
        types.size() == row.parameters().size() ? call(row, tensor) : shorter(row, types, tensors));
    out.append(";\n  }\n");
  }

  /** Returns the call of the same function with Keras' defaults behind. */
  private static String shorter(FunctionRow row, List<String> types, List<String> tensors) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < row.parameters().size(); i++) {
      FunctionParameter parameter = row.parameters().get(i);
      if (i < types.size()) {
        arguments.add(parameter.kind().equals("complex") ? "real, imag" : parameter.javaName());
      } else if (parameter.takesTensor()) {
        arguments.add(parameter.fallback(tensors.get(i)));
      } else {
        List<String> choices = parameter.types(NUMERIC, false);
        boolean list = choices.get(0).equals("int") && !isWhole(parameter.fallback());
        arguments.add(parameter.fallback(choices.get(list ? choices.size() - 1 : 0)));
      }
    }
    return row.javaName() + "(" + String.join(", ", arguments) + ")";
  }

  private static boolean isWhole(@Nullable String fallback) {
    return fallback != null && fallback.matches("-?[0-9]+");
  }

  private static String call(FunctionRow row, String tensor) {
    StringBuilder call =
        new StringBuilder("OpsCall.of(\"" + row.operation(tensor.equals(NUMERIC)) + "\")");
    for (FunctionParameter parameter : row.parameters()) {
      String name = parameter.javaName();
      if (parameter.option()) {
        boolean cube = parameter.kind().equals("cube");
        call.append(".option(\"").append(parameter.name()).append("\", ");
        call.append(cube ? "OpsCall.cube(" + name + ")" : name).append(")");
      } else if (parameter.kind().equals("complex")) {
        call.append(".operand(List.of(real, imag))");
      } else if (parameter.kind().equals("operands")) {
        call.append(".operands(").append(name).append(")");
      } else if (parameter.fallback() != null) {
        call.append(".keyword(\"").append(parameter.name()).append("\", ").append(name).append(")");
      } else {
        call.append(".operand(").append(name).append(")");
      }
    }
    if (row.programs().equals("ranks")) {
      call.append(".byRank()");
    }
    if (tensor.equals(EITHER)) {
      return "(T) " + call.append(".either()");
    }
    boolean symbolic = tensor.equals(SYMBOLIC);
    return switch (row.result()) {
      case "tensor" -> call.append(symbolic ? ".symbol()" : ".value()").toString();
      case "list" -> call.append(symbolic ? ".symbols()" : ".values()").toString();
      default -> row.result() + ".of(" + call.append(symbolic ? ".symbols()" : ".values()") + ")";
    };
  }
}
