package dev.tenon.exporters.onnx;

import dev.tenon.tensor.DType;
import java.util.Map;
import java.util.Set;

/** Which opset brought an operator, and which IR version goes with an opset. */
final class Opsets {
  /** The operators that are younger than opset 13; a test compares the list with ONNX's schemas. */
  private static final Map<String, Integer> YOUNG =
      Map.ofEntries(
          Map.entry("AffineGrid", 20),
          Map.entry("Attention", 23),
          Map.entry("BitwiseAnd", 18),
          Map.entry("BitwiseNot", 18),
          Map.entry("BitwiseOr", 18),
          Map.entry("BitwiseXor", 18),
          Map.entry("Col2Im", 18),
          Map.entry("DFT", 17),
          Map.entry("DeformConv", 19),
          Map.entry("Gelu", 20),
          Map.entry("GroupNormalization", 18),
          Map.entry("HardSwish", 14),
          Map.entry("LayerNormalization", 17),
          Map.entry("MelWeightMatrix", 17),
          Map.entry("Mish", 18),
          Map.entry("RMSNormalization", 23),
          Map.entry("RegexFullMatch", 20),
          Map.entry("RotaryEmbedding", 23),
          Map.entry("STFT", 17),
          Map.entry("StringConcat", 20),
          Map.entry("StringSplit", 20),
          Map.entry("Swish", 24),
          Map.entry("TensorScatter", 24),
          Map.entry("Trilu", 14));

  private Opsets() {}

  /** Returns the first opset that has an operator; 13 for all that are older than that. */
  static int first(String opType) {
    return YOUNG.getOrDefault(opType, OnnxOptions.OLDEST_OPSET);
  }

  /**
   * Returns the oldest IR version that suits an opset.
   *
   * <p>It never exceeds 10: the newer ones only add things that Tenon does not write, and many
   * readers refuse them, unless there are values of the types that they added.
   */
  static int irVersion(int opset, Set<DType> types) {
    int version = opset < 15 ? 7 : opset < 19 ? 8 : opset < 21 ? 9 : 10;
    for (DType type : types) {
      version = Math.max(version, irVersion(type));
    }
    return version;
  }

  private static int irVersion(DType type) {
    return switch (type) {
      case FLOAT4E2M1 -> 11;
      case FLOAT8E8M0 -> 12;
      case INT2, UINT2 -> 13;
      default -> 0;
    };
  }

  /** Returns the first opset whose operators take a type. */
  static int first(DType type) {
    return switch (type) {
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> 19;
      case INT4, UINT4 -> 21;
      case FLOAT4E2M1 -> 23;
      case FLOAT8E8M0 -> 24;
      case INT2, UINT2 -> 25;
      default -> OnnxOptions.OLDEST_OPSET;
    };
  }
}
