package dev.tenon.exporters.onnx;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorTable;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.op.Text;
import org.jspecify.annotations.Nullable;

/** The operators that no ONNX node can stand for, each with the reason. */
final class Unwritable {
  private static final String DRAWS =
      "ONNX's random operators take no seed tensor and draw other numbers than Keras; a model that"
          + " is exported for inference does not draw any";

  private static final String MOVES =
      "ONNX's GridSample knows neither the fill modes nor the edges of Keras' affine_transform;"
          + " where images have 4 axes, plainer operators stand for it";

  private static final OperatorTable<String> REASONS = new OperatorTable<>("reasons");

  static {
    REASONS.put(StatelessRandom.StatelessRandomUniform.class, DRAWS);
    REASONS.put(StatelessRandom.StatelessRandomNormal.class, DRAWS);
    REASONS.put(StatelessRandom.StatelessTruncatedNormal.class, DRAWS);
    REASONS.put(StatelessRandom.StatelessRandomGamma.class, DRAWS);
    REASONS.put(StatelessRandom.StatelessRandomUniformInt.class, DRAWS);
    REASONS.put(ImageResampling.ImageProjectiveTransform.class, MOVES);
    REASONS.put(
        Linear.MatrixSolve.class,
        "ONNX has none; up to 16 equations are solved by plainer operators");
    REASONS.put(
        Text.RegexReplace.class,
        "ONNX has no operator that replaces parts of strings: run the model by the engine"
            + " tensorflow, or take punctuation out before the model");
    REASONS.put(
        Text.UnicodeSplit.class,
        "ONNX cuts strings only at a delimiter: run the model by the engine tensorflow");
    REASONS.put(
        Text.StringToHashBucket.class,
        "ONNX has no operator that hashes strings: run the model by the engine tensorflow");
  }

  private Unwritable() {}

  /** Returns why an operator cannot be written, or null if it can. */
  static @Nullable String reason(Class<? extends Operator> operator) {
    return REASONS.find(operator);
  }
}
