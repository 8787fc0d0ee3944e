package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.List;

/** Elementwise operators on one tensor without attributes; the result has the shape of x. */
public sealed interface Unary extends OperatorFamily {
  @Override
  default List<TensorType> infer(Inference in) {
    return List.of(in.type(0));
  }

  record Identity() implements Unary {}

  record Abs() implements Unary {}

  record Neg() implements Unary {}

  record Sign() implements Unary {}

  record Reciprocal() implements Unary {}

  record Sqrt() implements Unary {}

  record Exp() implements Unary {}

  record Log() implements Unary {}

  record Floor() implements Unary {}

  record Ceil() implements Unary {}

  /** Rounds half to even. */
  record Round() implements Unary {}

  record Sin() implements Unary {}

  record Cos() implements Unary {}

  record Tan() implements Unary {}

  record Asin() implements Unary {}

  record Acos() implements Unary {}

  record Atan() implements Unary {}

  record Sinh() implements Unary {}

  record Cosh() implements Unary {}

  record Tanh() implements Unary {}

  record Asinh() implements Unary {}

  record Acosh() implements Unary {}

  record Atanh() implements Unary {}

  record Erf() implements Unary {}

  record Sigmoid() implements Unary {}

  record Relu() implements Unary {}

  record Softplus() implements Unary {}

  record Softsign() implements Unary {}

  record Mish() implements Unary {}

  record HardSwish() implements Unary {}

  record Not() implements Unary {}

  record BitwiseNot() implements Unary {}

  /** Returns whether each element is NaN. */
  record IsNaN() implements Unary {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0).with(DType.BOOL));
    }
  }

  /** Returns whether each element is infinite with a given sign. */
  record IsInf(long detectNegative, long detectPositive) implements Unary {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0).with(DType.BOOL));
    }
  }

  /**
   * Converts the elements; {@code to} is a type of Tenon where ONNX has its number.
   *
   * @param saturate 1 if numbers beyond an 8-bit float become its largest number
   * @param roundMode how numbers are rounded to powers of two, {@code up}, {@code down} or {@code
   *     nearest}
   */
  record Cast(DType to, long saturate, String roundMode) implements Unary {
    /** Creates a conversion that saturates. */
    public Cast(DType to) {
      this(to, 1, "up");
    }

    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0).with(to));
    }
  }
}
