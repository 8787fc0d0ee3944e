package dev.tenon.formats.onnx.check;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** Products of whole numbers, whose scales and zero points are one number or one for each row. */
final class QuantizedRules {
  private QuantizedRules() {}

  static void register(Map<String, Consumer<OperatorUse>> rules) {
    rules.put(
        "QLinearMatMul",
        use -> {
          pair(use, 1, 2);
          pair(use, 4, 5);
          pair(use, 6, 7);
          columns(use, 3, 4);
          use.rank(0, 1, (int) OperatorUse.MOST_AXES);
          use.rank(3, 1, (int) OperatorUse.MOST_AXES);
        });
    rules.put("MatMulInteger", use -> columns(use, 1, 3));
    rules.put("DequantizeLinear", use -> pair(use, 1, 2));
    rules.put("QuantizeLinear", use -> pair(use, 1, 2));
  }

  /** A scale and its zero point have one shape. */
  private static void pair(OperatorUse use, int scale, int zero) {
    Long block = use.integer("block_size");
    if (block != null && block > 0) {
      use.notEmpty(scale);
    }
    long[] a = use.shape(scale);
    long[] b = use.shape(zero);
    if (a == null || b == null) {
      return;
    }
    double first = OperatorUse.elements(a);
    double second = OperatorUse.elements(b);
    if (first >= 0 && second >= 0 && first != second) {
      throw new IllegalArgumentException(
          "input "
              + scale
              + " is of the shape "
              + Arrays.toString(a)
              + " and its zero point of "
              + Arrays.toString(b));
    }
  }

  /** A matrix on the right has one number, or one for each column. */
  private static void columns(OperatorUse use, int matrix, int numbers) {
    long[] shape = use.shape(matrix);
    long[] given = use.shape(numbers);
    if (shape == null || given == null || shape.length == 0) {
      return;
    }
    double count = OperatorUse.elements(given);
    long last = shape[shape.length - 1];
    if (count >= 0 && count != 1 && last >= 0 && given.length == 1 && count != last) {
      throw new IllegalArgumentException(
          "input " + numbers + " has " + (long) count + " numbers for " + last + " columns");
    }
  }
}
