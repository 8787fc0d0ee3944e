package dev.tenon.ir.op;

import dev.tenon.ir.shape.TensorType;
import java.util.List;

/**
 * A stateless primitive: a record whose components are its attributes.
 *
 * <p>Names, attribute names and meaning are those of the ONNX operator of the newest opset that
 * Tenon ships; components marked {@link NotInOnnx} are Tenon's own. An attribute that ONNX lets a
 * model leave out without a default is a nullable component.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX operators</a>
 */
public sealed interface Operator
    permits Unary,
        Binary,
        Variadic,
        Activations,
        Reduction,
        Movement,
        Indexing,
        Generation,
        Linear,
        Convolution,
        Pooling,
        Normalization,
        Imaging,
        Vision,
        Signal,
        Text,
        Drawing,
        Recurrent,
        Control,
        Randoms,
        TraditionalMl,
        Foreign {

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
   * @throws IllegalArgumentException where the inputs do not fit the operator
   */
  List<TensorType> infer(Inference in);
}
