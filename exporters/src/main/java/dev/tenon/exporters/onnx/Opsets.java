package dev.tenon.exporters.onnx;

import java.util.Map;

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
   * readers refuse them.
   */
  static int irVersion(int opset) {
    return opset < 15 ? 7 : opset < 19 ? 8 : opset < 21 ? 9 : 10;
  }
}
