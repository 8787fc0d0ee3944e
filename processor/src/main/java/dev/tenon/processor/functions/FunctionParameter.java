package dev.tenon.processor.functions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a function of {@code keras.ops}: {@code name:kind=default}, with {@code @} behind
 * the kind where Keras gives it to the operation's constructor rather than to its call.
 *
 * @param name Keras' name
 * @param kind the kind of argument, such as {@code tensor} or {@code axes}
 * @param option whether it is an option of the operation
 * @param fallback Python's default; null where the parameter is required
 */
record FunctionParameter(String name, String kind, boolean option, @Nullable String fallback) {

  static FunctionParameter of(String text) {
    int colon = text.indexOf(':');
    int equals = text.indexOf('=');
    String kind = text.substring(colon + 1, equals < 0 ? text.length() : equals);
    boolean option = kind.endsWith("@");
    return new FunctionParameter(
        text.substring(0, colon),
        option ? kind.substring(0, kind.length() - 1) : kind,
        option,
        equals < 0 ? null : text.substring(equals + 1));
  }

  String javaName() {
    return FunctionRow.camel(name);
  }

  /** Returns whether the parameter takes tensors of the form that is written. */
  boolean takesTensor() {
    return (kind.equals("tensor") && !option) || kind.equals("mixed");
  }

  /** Returns whether the parameter takes several tensors of the form that is written. */
  boolean holdsTensors() {
    return List.of("tensors", "operands", "complex").contains(kind);
  }

  boolean isNullable() {
    return "None".equals(fallback);
  }

  /**
   * Returns the types that Java takes, the usual one first.
   *
   * @param tensor the type of tensors of the form that is written
   * @param last whether nothing comes behind it
   */
  List<String> types(String tensor, boolean last) {
    boolean none = isNullable();
    String mark = none ? " @Nullable " : "";
    return switch (kind) {
      case "tensor" -> List.of(none ? "@Nullable " + tensor : tensor);
      case "mixed" -> List.of(tensor, "Number");
      case "complex" -> List.of(tensor);
      case "tensors" -> List.of("List<? extends " + tensor + ">");
      case "operands" -> List.of(tensor + (last ? "..." : "[]"));
      case "axis", "int" -> List.of(none ? "@Nullable Integer" : "int");
      case "axes", "ints", "cube" -> List.of("int", "int" + mark + "[]");
      case "order" -> List.of("int" + mark + (last ? "..." : "[]"));
      case "pairs" -> List.of("int", "int[][]");
      case "starts" -> List.of("int[]", tensor);
      case "shape" -> List.of(last ? "long..." : "long[]");
      case "flag" -> List.of(none ? "@Nullable Boolean" : "boolean");
      case "double" -> List.of(none ? "@Nullable Number" : "double");
      case "doubles" -> List.of("double" + mark + "[]");
      case "number" -> List.of(none ? "@Nullable Number" : "Number");
      case "norm" -> List.of("@Nullable Number", "String");
      case "text" -> List.of(none ? "@Nullable String" : "String");
      case "dtype" -> none ? List.of("@Nullable DType", "String") : List.of("DType", "String");
      default ->
          throw new IllegalArgumentException("parameter '" + name + "' is of '" + kind + "'");
    };
  }

  /** Returns Java's expression of the default, as a type takes it. */
  String fallback(String type) {
    String bare = type.replace("@Nullable ", "").replace(" ", "").replace("...", "[]");
    if (fallback == null || fallback.equals("None")) {
      return "(" + bare + ") null";
    }
    if (name.equals("data_format")) {
      return "dev.tenon.config.Config.imageDataFormat()";
    }
    if (fallback.startsWith("'")) {
      return "\"" + fallback.substring(1, fallback.length() - 1) + "\"";
    }
    if (fallback.startsWith("(")) {
      String items = fallback.substring(1, fallback.length() - 1);
      return "new " + (bare.startsWith("double") ? "double" : "int") + "[] {" + items + "}";
    }
    return switch (fallback) {
      case "True" -> "true";
      case "False" -> "false";
      default -> fallback;
    };
  }
}
