package dev.tenon.ir.op;

import org.jspecify.annotations.Nullable;

/**
 * The number of elements of a result that depends on the content of an operand.
 *
 * @param operand the index of that operand
 * @param kind the meaning of its content
 */
public record ResultSize(int operand, Kind kind) {
  /** The meaning of the operand's content. */
  public enum Kind {
    /** The lengths of the result: their product, at least. */
    LENGTHS,
    /** The factors of the number of elements of operand 0. */
    FACTORS,
    /** The end of a range, whose start and step are operands 0 and 2. */
    RANGE
  }

  /**
   * Returns the rule of an ONNX operator; null if the size follows from shapes alone.
   *
   * @param operator ONNX's name of the operator
   * @param operands the number of its operands
   */
  public static @Nullable ResultSize of(String operator, int operands) {
    return switch (operator) {
      case "ConstantOfShape" -> new ResultSize(0, Kind.LENGTHS);
      case "Expand" -> new ResultSize(1, Kind.LENGTHS);
      case "Range" -> new ResultSize(1, Kind.RANGE);
      case "Tile", "OneHot", "Upsample" -> new ResultSize(1, Kind.FACTORS);
      case "Resize" ->
          operands > 3 ? new ResultSize(3, Kind.LENGTHS) : new ResultSize(2, Kind.FACTORS);
      default -> null;
    };
  }
}
