package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.List;

/** Elementwise operators on two tensors, with NumPy's broadcasting. */
public sealed interface Binary extends OperatorFamily {
  @Override
  default List<TensorType> infer(Inference in) {
    return List.of(in.type(0).with(Shape.broadcast(in.shape(0), in.shape(1))));
  }

  record Add() implements Binary {}

  record Sub() implements Binary {}

  record Mul() implements Binary {}

  /** Divides; integers are rounded towards zero. */
  record Div() implements Binary {}

  record Pow() implements Binary {}

  /** The remainder, with the divisor's sign, or with the dividend's where {@code fmod} is 1. */
  record Mod(long fmod) implements Binary {}

  record BitShift(String direction) implements Binary {}

  record BitwiseAnd() implements Binary {}

  record BitwiseOr() implements Binary {}

  record BitwiseXor() implements Binary {}

  record PRelu() implements Binary {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }

  /** Comparisons and logic: the result is bool. */
  sealed interface Predicate extends Binary {
    @Override
    default List<TensorType> infer(Inference in) {
      return List.of(new TensorType(DType.BOOL, Shape.broadcast(in.shape(0), in.shape(1))));
    }
  }

  record And() implements Predicate {}

  record Or() implements Predicate {}

  record Xor() implements Predicate {}

  record Equal() implements Predicate {}

  record Greater() implements Predicate {}

  record GreaterOrEqual() implements Predicate {}

  record Less() implements Predicate {}

  record LessOrEqual() implements Predicate {}
}
