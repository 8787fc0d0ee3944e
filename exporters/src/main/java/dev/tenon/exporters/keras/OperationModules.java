package dev.tenon.exporters.keras;

import java.util.List;
import java.util.Map;

/** Knows the Python modules of Keras 3's operation classes. */
final class OperationModules {
  /** All that is not here is one of {@code keras.ops}' NumPy functions. */
  private static final Map<String, List<String>> CLASSES =
      Map.of(
          "core",
          List.of("Cast", "Slice", "SliceUpdate", "StopGradient", "Unstack"),
          "math",
          List.of(
              "Erf", "Erfc", "Erfinv", "Logsumexp", "Rsqrt", "SegmentMax", "SegmentSum", "TopK"),
          "linalg",
          List.of("Cholesky", "Det", "Inv", "Norm", "Solve"),
          "image",
          List.of("AffineTransform", "CropImages", "ExtractPatches", "PadImages", "Resize"),
          "nn",
          List.of(
              "AveragePool",
              "Celu",
              "Conv",
              "ConvTranspose",
              "DepthwiseConv",
              "DotProductAttention",
              "Elu",
              "Gelu",
              "Glu",
              "HardShrink",
              "HardSigmoid",
              "HardSilu",
              "HardTanh",
              "LayerNorm",
              "LeakyRelu",
              "LogSigmoid",
              "LogSoftmax",
              "MaxPool",
              "Moments",
              "MultiHot",
              "Normalize",
              "OneHot",
              "RMSNorm",
              "Relu",
              "Relu6",
              "Selu",
              "SeparableConv",
              "Sigmoid",
              "Silu",
              "SoftShrink",
              "Softmax",
              "Softplus",
              "Softsign",
              "SparsePlus",
              "SparseSigmoid",
              "Sparsemax",
              "Squareplus",
              "TanhShrink",
              "Threshold"));

  private OperationModules() {}

  /** Returns the module of a class, such as {@code keras.src.ops.numpy}. */
  static String of(String className) {
    return CLASSES.entrySet().stream()
        .filter(entry -> entry.getValue().contains(className))
        .map(entry -> "keras.src.ops." + entry.getKey())
        .findFirst()
        .orElse("keras.src.ops.numpy");
  }
}
