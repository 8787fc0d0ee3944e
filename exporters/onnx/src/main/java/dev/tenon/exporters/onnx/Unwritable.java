package dev.tenon.exporters.onnx;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.op.Text;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operators that no ONNX node can stand for, each with the reason. */
final class Unwritable {
  private static final String DRAWS =
      "ONNX's random operators take no seed tensor and draw other numbers than Keras; a model that"
          + " is exported for inference does not draw any";

  private static final String MOVES =
      "ONNX's GridSample knows neither the fill modes nor the edges of Keras' affine_transform;"
          + " where images have 4 axes, plainer operators stand for it";

  private static final Map<Class<?>, String> REASONS = list();

  private Unwritable() {}

  /** Returns why an operator cannot be written, or null where it can. */
  static @Nullable String reason(Class<? extends Operator> operator) {
    return REASONS.get(operator);
  }

  private static Map<Class<?>, String> list() {
    Map<Class<?>, String> reasons = new HashMap<>();
    unsupported(reasons, StatelessRandom.StatelessRandomUniform.class, DRAWS);
    unsupported(reasons, StatelessRandom.StatelessRandomNormal.class, DRAWS);
    unsupported(reasons, StatelessRandom.StatelessTruncatedNormal.class, DRAWS);
    unsupported(reasons, StatelessRandom.StatelessRandomGamma.class, DRAWS);
    unsupported(reasons, StatelessRandom.StatelessRandomUniformInt.class, DRAWS);
    unsupported(reasons, ImageResampling.ImageProjectiveTransform.class, MOVES);
    unsupported(
        reasons,
        Linear.MatrixSolve.class,
        "ONNX has none; up to 16 equations are solved by plainer operators");
    unsupported(
        reasons,
        Text.RegexReplace.class,
        "ONNX has no operator that replaces parts of strings: run the model by the engine"
            + " tensorflow, or take punctuation out before the model");
    unsupported(
        reasons,
        Text.UnicodeSplit.class,
        "ONNX cuts strings only at a delimiter: run the model by the engine tensorflow");
    unsupported(
        reasons,
        Text.StringToHashBucket.class,
        "ONNX has no operator that hashes strings: run the model by the engine tensorflow");
    return Map.copyOf(reasons);
  }

  private static void unsupported(
      Map<Class<?>, String> reasons, Class<? extends Operator> operator, String reason) {
    if (reasons.put(operator, reason) != null) {
      throw new IllegalStateException("two reasons for " + operator.getSimpleName());
    }
  }
}
