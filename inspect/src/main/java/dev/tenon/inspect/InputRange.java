package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.verify.ExpectedRange;
import java.math.BigDecimal;
import java.math.MathContext;

/** The range of values that a model expects at an input, derived from its first operators. */
public final class InputRange {
  private InputRange() {}

  /**
   * Returns a sentence about the range of an input.
   *
   * <p>A file does not record the scaling of its training data. A model that scales or normalizes
   * takes raw values; an Embedding takes word numbers. Otherwise the sentence states that the range
   * is unknown.
   *
   * @param model the model
   * @param input the name of the input
   */
  public static String of(Model model, String input) {
    for (TensorSpec wanted : model.inputs()) {
      if (wanted.name().equals(input) && wanted.dtype() == DType.STRING) {
        return "text";
      }
    }
    ExpectedRange range = ExpectedRange.of(model, input);
    String by = " (" + String.join(", ", range.by()) + ")";
    return switch (range.kind()) {
      case RAW ->
          "raw values, about "
              + number(range.low())
              + " to "
              + number(range.high())
              + ": the model scales them itself"
              + by;
      case POSITIONS ->
          "whole numbers 0 to " + number(range.high()) + ", which name rows of a table" + by;
      case UNKNOWN -> "range unknown: prepare it as in training, a file does not record how";
    };
  }

  private static String number(double value) {
    BigDecimal number = new BigDecimal(value);
    if (value != Math.rint(value)) {
      number = number.round(new MathContext(3));
    }
    return number.stripTrailingZeros().toPlainString();
  }
}
