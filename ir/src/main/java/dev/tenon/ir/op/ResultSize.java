package dev.tenon.ir.op;

import org.jspecify.annotations.Nullable;

/**
 * How many elements the result of an operator has whose operands say it by their content.
 *
 * @param operand which of the operands says it
 * @param kind how it says it
 */
public record ResultSize(int operand, Kind kind) {
  /** What the content of the operand means. */
  public enum Kind {
    /** The lengths of the result: their product, at least. */
    LENGTHS,
    /** How many times as many elements as operand 0 has: the product. */
    FACTORS,
    /** The end of a range, whose start and step are operands 0 and 2. */
    RANGE
  }

  /**
   * Returns how an ONNX operator says it; null for one whose size follows from shapes alone.
   *
   * @param operator ONNX's name of the operator
   * @param operands how many operands it has
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
