package dev.tenon.layers.attention;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.Layer;
import org.jspecify.annotations.Nullable;

/** The options of an attention layer that its projections use, too. */
public interface ProjectionSettings extends Layer<AttentionProjections> {
  @Override
  default int fewestInputs() {
    return 2;
  }

  /** Returns whether the projections have biases. */
  boolean useBias();

  /** Returns the initializer of kernels. */
  @Nullable KerasObject kernelInitializer();

  /** Returns the initializer of biases. */
  @Nullable KerasObject biasInitializer();

  /** Returns the penalty on kernels, null for none. */
  @Nullable KerasObject kernelRegularizer();

  /** Returns the penalty on biases, null for none. */
  @Nullable KerasObject biasRegularizer();

  /** Returns the constraint of kernels, null for none. */
  @Nullable KerasObject kernelConstraint();

  /** Returns the constraint of biases, null for none. */
  @Nullable KerasObject biasConstraint();
}
