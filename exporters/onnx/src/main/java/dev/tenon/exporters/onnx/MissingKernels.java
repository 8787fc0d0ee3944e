package dev.tenon.exporters.onnx;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.tensor.DType;
import java.util.Set;

/**
 * What ONNX Runtime 1.29 cannot compute on a CPU although ONNX allows it.
 *
 * <p>Found by asking it for a session of one node of each operator and type. Half precision is not
 * here: ONNX Runtime puts casts around what it lacks there by itself.
 *
 * @see <a href="https://github.com/microsoft/onnxruntime/blob/main/docs/OperatorKernels.md">ONNX
 *     Runtime: kernels</a>
 */
final class MissingKernels {
  private static final Set<String> FLOAT64 =
      Set.of(
          "Acos",
          "Acosh",
          "Asin",
          "Asinh",
          "Atan",
          "Atanh",
          "AveragePool",
          "Bernoulli",
          "Col2Im",
          "Conv",
          "ConvTranspose",
          "Cosh",
          "Det",
          "Elu",
          "Erf",
          "GRU",
          "Gelu",
          "GlobalAveragePool",
          "GlobalLpPool",
          "GlobalMaxPool",
          "HardSigmoid",
          "HardSwish",
          "Hardmax",
          "InstanceNormalization",
          "LRN",
          "LSTM",
          "LeakyRelu",
          "LpPool",
          "MaxRoiPool",
          "MaxUnpool",
          "Mean",
          "MeanVarianceNormalization",
          "Mish",
          "NonZero",
          "OneHot",
          "PRelu",
          "RNN",
          "Resize",
          "RoiAlign",
          "Selu",
          "Sinh",
          "Softplus",
          "Softsign",
          "Tan",
          "ThresholdedRelu");

  /** Those that it has: they move or copy, or have a graph inside; they compute nothing. */
  private static final Set<String> BFLOAT16_PRESENT =
      Set.of(
          "Cast",
          "CastLike",
          "Concat",
          "Constant",
          "Flatten",
          "Gather",
          "GatherElements",
          "GatherND",
          "Identity",
          "If",
          "IsInf",
          "IsNaN",
          "Loop",
          "Recurrence",
          "Reshape",
          "Scan",
          "ScatterElements",
          "ScatterND",
          "Shape",
          "Sign",
          "Slice",
          "Split",
          "Squeeze",
          "Transpose",
          "Unsqueeze");

  private MissingKernels() {}

  /** Says whether an operator cannot be computed in a real type. */
  static boolean lacks(Operator operator, DType type) {
    if (operator instanceof CustomOperator) {
      return false;
    }
    String name = operator.opType();
    return switch (type) {
      case FLOAT64 -> FLOAT64.contains(name);
      case BFLOAT16 -> !BFLOAT16_PRESENT.contains(name);
      default -> false;
    };
  }
}
