package dev.tenon.formats.onnx.check;

import dev.tenon.schema.OperatorSchema;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operands of an operator that share an element type, by ONNX's schemas. */
public final class OperandTypes {
  private static final Map<String, DType> FIXED =
      Map.of(
          "int64", DType.INT64,
          "int32", DType.INT32,
          "bool", DType.BOOL,
          "float", DType.FLOAT32,
          "string", DType.STRING);

  private OperandTypes() {}

  /**
   * Checks the element types of operands.
   *
   * @param domain empty for ONNX's own
   * @param types one for each operand; null for an absent one, or one that is not a tensor
   * @throws IllegalArgumentException if two differ that the operator takes of one type only, or one
   *     is not of the only type that the operator takes
   */
  public static void check(
      String domain, String operator, long opset, List<@Nullable DType> types) {
    OperatorSchema schema = OperatorSchemas.find(domain, operator, opset);
    if (schema == null || schema.removed()) {
      return;
    }
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < types.size(); i++) {
      DType type = types.get(i);
      String name = schema.inputs().type(i);
      if (type == null || name.equals("-")) {
        continue;
      }
      DType fixed = FIXED.get(name);
      if (fixed != null && fixed != type) {
        throw new IllegalArgumentException(
            "input " + i + " is of " + type.numpyName() + "; expected " + fixed.numpyName());
      }
      Integer before = first.putIfAbsent(name, i);
      if (before != null && types.get(before) != type) {
        throw new IllegalArgumentException(
            "input "
                + i
                + " is of "
                + type.numpyName()
                + ", but input "
                + before
                + " is of "
                + name(types.get(before))
                + ": they must have one type");
      }
    }
  }

  private static String name(@Nullable DType type) {
    return type == null ? "no type" : type.numpyName();
  }
}
