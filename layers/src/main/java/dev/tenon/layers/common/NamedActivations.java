package dev.tenon.layers.common;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keras' activation functions by name, and the activation layers with the same meaning.
 *
 * <p>Each has the numbers of Keras' TensorFlow backend and becomes the largest equal ONNX operator.
 */
public final class NamedActivations {
  /** The slope of Keras' function {@code leaky_relu}; its layer LeakyReLU has 0.3. */
  public static final double LEAKY_RELU_SLOPE = 0.2;

  /** Keras makes real numbers of integers for these, and has none of the others for integers. */
  private static final Set<String> OF_REAL_NUMBERS = Set.of("exponential", "tanh", "tanh_shrink");

  /** By every spelling. */
  private static final Map<String, Function> FUNCTIONS = new HashMap<>();

  /** Keras 3's spellings, in alphabetical order. */
  private static final Set<String> NAMES = new TreeSet<>();

  private interface Function {
    Value apply(Ops ops, Value x, Options options);
  }

  static {
    add("linear", (ops, x, o) -> x, "identity", "Identity");
    add(
        "relu",
        (ops, x, o) ->
            Rectifiers.relu(
                ops,
                x,
                o.number("negative_slope", 0),
                o.numberOrNull("max_value"),
                o.number("threshold", 0)),
        "ReLU");
    add("relu6", (ops, x, o) -> ops.clip(x, 0, 6));
    add(
        "leaky_relu",
        (ops, x, o) -> Rectifiers.leakyRelu(ops, x, o.number("negative_slope", LEAKY_RELU_SLOPE)));
    other(
        "LeakyReLU", (ops, x, o) -> Rectifiers.leakyRelu(ops, x, o.number("negative_slope", 0.3)));
    add("elu", (ops, x, o) -> Rectifiers.elu(ops, x, o.number("alpha", 1)), "ELU");
    add("celu", (ops, x, o) -> ops.apply(new Activations.Celu((float) o.number("alpha", 1)), x));
    add("selu", (ops, x, o) -> Rectifiers.selu(ops, x));
    add(
        "threshold",
        (ops, x, o) ->
            Rectifiers.threshold(ops, x, o.number("threshold", 0), o.number("default_value", 0)));
    add("hard_shrink", (ops, x, o) -> Rectifiers.hardShrink(ops, x, o.number("threshold", 0.5)));
    add("soft_shrink", (ops, x, o) -> Rectifiers.softShrink(ops, x, o.number("threshold", 0.5)));
    add("hard_tanh", (ops, x, o) -> ops.clip(x, -1, 1));
    add(
        "hard_sigmoid",
        (ops, x, o) ->
            ops.apply(
                new Activations.HardSigmoid(
                    (float) o.number("slope", 1.0 / 6), (float) o.number("offset", 0.5)),
                x));
    add("hard_silu", (ops, x, o) -> ops.apply(new Unary.HardSwish(), x), "hard_swish");
    add("sparse_sigmoid", (ops, x, o) -> Curves.sparseSigmoid(ops, x));
    add("sparse_plus", (ops, x, o) -> Curves.sparsePlus(ops, x));
    add("sigmoid", (ops, x, o) -> ops.sigmoid(x));
    add("log_sigmoid", (ops, x, o) -> ops.neg(ops.apply(new Unary.Softplus(), ops.neg(x))));
    add("tanh", (ops, x, o) -> ops.tanh(x));
    add("tanh_shrink", (ops, x, o) -> ops.sub(x, ops.tanh(x)));
    add("exponential", (ops, x, o) -> ops.exp(x));
    add("softplus", (ops, x, o) -> ops.apply(new Unary.Softplus(), x));
    add("softsign", (ops, x, o) -> ops.apply(new Unary.Softsign(), x));
    add("squareplus", (ops, x, o) -> Curves.squareplus(ops, x, o.number("b", 4)));
    add("silu", (ops, x, o) -> ops.apply(new Activations.Swish(1), x), "swish");
    add("mish", (ops, x, o) -> ops.apply(new Unary.Mish(), x));
    add(
        "gelu",
        (ops, x, o) -> ops.apply(new Activations.Gelu(o.flag("approximate") ? "tanh" : "none"), x));
    add("glu", (ops, x, o) -> Distributions.glu(ops, x, o.axis()));
    // softmax_v2 is TensorFlow's own name for its softmax, where that was given as a function.
    add("softmax", (ops, x, o) -> Distributions.softmax(ops, x, o.axes()), "Softmax", "softmax_v2");
    add("log_softmax", (ops, x, o) -> Distributions.logSoftmax(ops, x, o.axis()));
    add("sparsemax", (ops, x, o) -> Distributions.sparsemax(ops, x, o.axis()));
    other("Activation", (ops, x, o) -> apply(ops, o.activation(), x));
  }

  private NamedActivations() {}

  private static void add(String name, Function function, String... otherSpellings) {
    NAMES.add(name);
    other(name, function);
    for (String spelling : otherSpellings) {
      other(spelling, function);
    }
  }

  private static void other(String spelling, Function function) {
    if (FUNCTIONS.put(spelling, function) != null) {
      throw new IllegalStateException("activation '" + spelling + "' is listed twice");
    }
  }

  /** Returns the names of Keras 3's functions, in alphabetical order. */
  static Set<String> names() {
    return NAMES;
  }

  /** Returns whether {@link #apply} knows a name. */
  public static boolean knows(String name) {
    return FUNCTIONS.containsKey(name);
  }

  /**
   * Applies an activation.
   *
   * @param activation Keras' name, with optional options; null is linear
   * @throws IllegalArgumentException for an unknown name
   * @see <a href="https://keras.io/api/layers/activations/">Keras: activations</a>
   */
  public static Value apply(Ops ops, @Nullable KerasObject activation, Value x) {
    if (activation == null) {
      return x;
    }
    if (!x.dtype().isFloating() && OF_REAL_NUMBERS.contains(activation.className())) {
      return apply(ops, activation, ops.cast(x, DType.FLOAT32));
    }
    Function function = FUNCTIONS.get(activation.className());
    if (function == null) {
      throw new IllegalArgumentException(
          "'" + activation.className() + "' is no activation of Keras that has no weights");
    }
    Options options = new Options("activation", activation);
    return ops.activation(() -> function.apply(ops, x, options));
  }
}
