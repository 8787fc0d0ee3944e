package dev.tenon.layers.attention;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.layer.Layer;
import org.jspecify.annotations.Nullable;

/** The options of an attention layer that its projections use, too. */
public interface ProjectionSettings extends Layer<AttentionProjections> {
  @Override
  default int fewestInputs() {
    return 2;
  }

  /** Returns whether biases are added. */
  boolean useBias();

  /** Returns how kernels start. */
  @Nullable KerasObject kernelInitializer();

  /** Returns how biases start. */
  @Nullable KerasObject biasInitializer();

  /** Returns the penalty on kernels, null for none. */
  @Nullable KerasObject kernelRegularizer();

  /** Returns the penalty on biases, null for none. */
  @Nullable KerasObject biasRegularizer();

  /** Returns what kernels are put into after a step, null for nothing. */
  @Nullable KerasObject kernelConstraint();

  /** Returns what biases are put into after a step, null for nothing. */
  @Nullable KerasObject biasConstraint();
}
