package dev.tenon.exporters.onnx;

import dev.tenon.ir.graph.Operator;
import org.jspecify.annotations.Nullable;

/** Lets the coverage test look into the exporter's list, which is no one else's business. */
public final class OnnxExports {
  private OnnxExports() {}

  /** Returns why an operator cannot be written, or null. */
  public static @Nullable String reason(Class<? extends Operator> operator) {
    return Unwritable.reason(operator);
  }
}
