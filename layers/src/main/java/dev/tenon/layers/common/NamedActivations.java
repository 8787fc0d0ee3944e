package dev.tenon.layers.common;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keras' activation functions, by name, and the activation layers that may stand in their place.
 *
 * <p>Each has the numbers of Keras' TensorFlow backend and is written as the largest ONNX operator
 * that means the same.
 */
public final class NamedActivations {
  /** The slope of Keras' function {@code leaky_relu}; its layer LeakyReLU has 0.3. */
  public static final double LEAKY_RELU_SLOPE = 0.2;

  /** Keras makes real numbers of integers for these, and has none of the others for integers. */
  private static final Set<String> OF_REAL_NUMBERS = Set.of("exponential", "tanh", "tanh_shrink");

  /** All functions without weights. */
  private static final Set<String> KNOWN =
      Set.of(
          "linear",
          "identity",
          "Identity",
          "relu",
          "ReLU",
          "relu6",
          "leaky_relu",
          "LeakyReLU",
          "elu",
          "ELU",
          "celu",
          "selu",
          "threshold",
          "hard_shrink",
          "soft_shrink",
          "hard_tanh",
          "hard_sigmoid",
          "hard_silu",
          "hard_swish",
          "sparse_sigmoid",
          "sparse_plus",
          "sigmoid",
          "log_sigmoid",
          "tanh",
          "tanh_shrink",
          "exponential",
          "softplus",
          "softsign",
          "squareplus",
          "silu",
          "swish",
          "mish",
          "gelu",
          "glu",
          "softmax",
          "Softmax",
          "softmax_v2",
          "log_softmax",
          "sparsemax",
          "Activation");

  private NamedActivations() {}

  /** Says whether {@link #apply} knows a name. */
  public static boolean knows(String name) {
    return KNOWN.contains(name);
  }

  /**
   * Applies an activation.
   *
   * @param activation Keras' name, with options where the file gives some; null is linear
   * @throws IllegalArgumentException for a name that is none
   * @see <a href="https://keras.io/api/layers/activations/">Keras: activations</a>
   */
  public static Value apply(Ops ops, @Nullable KerasObject activation, Value x) {
    if (activation == null) {
      return x;
    }
    if (!x.dtype().isFloating() && OF_REAL_NUMBERS.contains(activation.className())) {
      return apply(ops, activation, ops.cast(x, DType.FLOAT32));
    }
    Options options = new Options("activation", activation);
    return switch (activation.className()) {
      case "linear", "identity", "Identity" -> x;
      case "relu", "ReLU" ->
          Rectifiers.relu(
              ops,
              x,
              options.number("negative_slope", 0),
              options.numberOrNull("max_value"),
              options.number("threshold", 0));
      case "relu6" -> ops.clip(x, 0, 6);
      case "leaky_relu" ->
          Rectifiers.leakyRelu(ops, x, options.number("negative_slope", LEAKY_RELU_SLOPE));
      case "LeakyReLU" -> Rectifiers.leakyRelu(ops, x, options.number("negative_slope", 0.3));
      case "elu", "ELU" -> Rectifiers.elu(ops, x, options.number("alpha", 1));
      case "celu" -> ops.apply(new Activations.Celu((float) options.number("alpha", 1)), x);
      case "selu" -> Rectifiers.selu(ops, x);
      case "threshold" ->
          Rectifiers.threshold(
              ops, x, options.number("threshold", 0), options.number("default_value", 0));
      case "hard_shrink" -> Rectifiers.hardShrink(ops, x, options.number("threshold", 0.5));
      case "soft_shrink" -> Rectifiers.softShrink(ops, x, options.number("threshold", 0.5));
      case "hard_tanh" -> ops.clip(x, -1, 1);
      case "hard_sigmoid" ->
          ops.apply(
              new Activations.HardSigmoid(
                  (float) options.number("slope", 1.0 / 6), (float) options.number("offset", 0.5)),
              x);
      case "hard_silu", "hard_swish" -> ops.apply(new Unary.HardSwish(), x);
      case "sparse_sigmoid" -> Curves.sparseSigmoid(ops, x);
      case "sparse_plus" -> Curves.sparsePlus(ops, x);
      case "sigmoid" -> ops.sigmoid(x);
      case "log_sigmoid" -> ops.neg(ops.apply(new Unary.Softplus(), ops.neg(x)));
      case "tanh" -> ops.tanh(x);
      case "tanh_shrink" -> ops.sub(x, ops.tanh(x));
      case "exponential" -> ops.exp(x);
      case "softplus" -> ops.apply(new Unary.Softplus(), x);
      case "softsign" -> ops.apply(new Unary.Softsign(), x);
      case "squareplus" -> Curves.squareplus(ops, x, options.number("b", 4));
      case "silu", "swish" -> ops.apply(new Activations.Swish(1), x);
      case "mish" -> ops.apply(new Unary.Mish(), x);
      case "gelu" ->
          ops.apply(new Activations.Gelu(options.flag("approximate") ? "tanh" : "none"), x);
      case "glu" -> Distributions.glu(ops, x, options.axis());
      // TensorFlow's own name for its softmax, where that was given as a function.
      case "softmax", "Softmax", "softmax_v2" -> Distributions.softmax(ops, x, options.axes());
      case "log_softmax" -> Distributions.logSoftmax(ops, x, options.axis());
      case "sparsemax" -> Distributions.sparsemax(ops, x, options.axis());
      case "Activation" -> apply(ops, options.activation(), x);
      default ->
          throw new IllegalArgumentException(
              "'" + activation.className() + "' is no activation of Keras that has no weights");
    };
  }
}
