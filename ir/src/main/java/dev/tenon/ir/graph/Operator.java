package dev.tenon.ir.graph;

import dev.tenon.ir.shape.TensorType;
import java.util.List;

/**
 * A stateless primitive that a node of a graph computes: a record whose components are its
 * attributes. The operators there are lie in {@code dev.tenon.ir.op}, in sealed families.
 */
public interface Operator {

  /** Returns ONNX's name of the operator. */
  default String opType() {
    return getClass().getSimpleName();
  }

  /** Returns the domain that ONNX has the operator in; empty for ONNX's own. */
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
