package dev.tenon.ir.graph;

import dev.tenon.ir.shape.TensorType;
import java.util.List;

/**
 * A stateless operation of a graph node: a record whose components are its attributes.
 *
 * <p>{@code dev.tenon.ir.op} has the operators in sealed families.
 */
public interface Operator {

  /** Returns ONNX's name of the operator. */
  default String opType() {
    return getClass().getSimpleName();
  }

  /** Returns the operator's domain in ONNX; empty for {@code ai.onnx}. */
  default String domain() {
    return "";
  }

  /**
   * Infers the types of the outputs.
   *
   * @throws IllegalArgumentException if the inputs do not fit the operator
   */
  List<TensorType> infer(Inference in);
}
