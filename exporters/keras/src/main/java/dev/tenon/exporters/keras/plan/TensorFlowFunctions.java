package dev.tenon.exporters.keras.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TensorFlow's functions and the operations of {@code keras.ops} that compute the same.
 *
 * @see <a href="https://www.tensorflow.org/api_docs/python/tf">TensorFlow: functions</a>
 * @see <a href="https://keras.io/api/ops/">Keras: ops</a>
 */
final class TensorFlowFunctions {
  private static final List<String> MODULES =
      List.of("compat.v1.", "math.", "linalg.", "nn.", "keras.activations.", "dtypes.");

  /**
   * A line a function: Keras' class, TensorFlow's parameters in order, each with Keras' name, and
   * TensorFlow's names, the public one first. Behind {@code @} stands a key of the operation's
   * configuration, else it is a parameter of its call; a parameter without another name is one that
   * Keras does not have. Behind {@code ~} stand the defaults of TensorFlow and of Keras where they
   * differ; {@code !} is where the argument must be given. {@code []} stands behind a parameter
   * that TensorFlow takes as a list only.
   */
  private static final String TABLE =
      """
      Add | x=x1 y=x2 | math.add __operators__.add
      Subtract | x=x1 y=x2 | math.subtract __operators__.sub
      Multiply | x=x1 y=x2 | math.multiply __operators__.mul
      TrueDivide | x=x1 y=x2 | math.truediv __operators__.truediv
      Divide | x=x1 y=x2 | math.divide
      FloorDivide | x=x1 y=x2 | math.floordiv floor_div
      Mod | x=x1 y=x2 | math.floormod math.mod
      Power | x=x1 y=x2 | math.pow __operators__.pow
      Maximum | x=x1 y=x2 | math.maximum
      Minimum | x=x1 y=x2 | math.minimum
      Equal | x=x1 y=x2 | math.equal __operators__.eq
      NotEqual | x=x1 y=x2 | math.not_equal __operators__.ne
      Greater | x=x1 y=x2 | math.greater
      GreaterEqual | x=x1 y=x2 | math.greater_equal
      Less | x=x1 y=x2 | math.less
      LessEqual | x=x1 y=x2 | math.less_equal
      LogicalAnd | x=x1 y=x2 | math.logical_and __operators__.and
      LogicalOr | x=x1 y=x2 | math.logical_or __operators__.or
      LogicalXor | x=x1 y=x2 | math.logical_xor __operators__.xor
      LogicalNot | x=x | math.logical_not __operators__.invert
      Where | condition=condition x=x1 y=x2 | where where_v2
      Matmul | a=x1 b=x2 | linalg.matmul __operators__.matmul
      Absolute | x=x | math.abs
      Negative | x=x | math.negative __operators__.neg
      Sign | x=x | math.sign
      Exp | x=x | math.exp
      Expm1 | x=x | math.expm1
      Log | x=x | math.log
      Log1p | x=x | math.log1p
      Sqrt | x=x | math.sqrt
      Rsqrt | x=x | math.rsqrt
      Square | x=x | math.square
      Reciprocal | x=x | math.reciprocal
      Floor | x=x | math.floor
      Ceil | x=x | math.ceil
      Round | x=x | math.round
      Sin | x=x | math.sin
      Cos | x=x | math.cos
      Tan | x=x | math.tan
      Arcsin | x=x | math.asin
      Arccos | x=x | math.acos
      Arctan | x=x | math.atan
      Sinh | x=x | math.sinh
      Cosh | x=x | math.cosh
      Arcsinh | x=x | math.asinh
      Arccosh | x=x | math.acosh
      Arctanh | x=x | math.atanh
      Erf | x=x | math.erf
      Isnan | x=x | math.is_nan
      Isinf | x=x | math.is_inf
      Isfinite | x=x | math.is_finite
      Sigmoid | x=x | math.sigmoid
      Tanh | x=x | math.tanh
      Softplus | features=x | math.softplus
      LogSigmoid | x=x | math.log_sigmoid
      Softsign | features=x | nn.softsign
      Relu | features=x | nn.relu
      Relu6 | features=x | nn.relu6
      Elu | features=x | nn.elu
      Selu | features=x | nn.selu
      Silu | features=x beta | nn.silu nn.swish
      LeakyRelu | features=x alpha=@negative_slope | nn.leaky_relu
      Gelu | features=x approximate=@approximate~false~true | nn.gelu
      Softmax | logits=x axis=@axis | nn.softmax
      LogSoftmax | logits=x axis=@axis | nn.log_softmax
      Mean | input_tensor=x axis=@axis keepdims=@keepdims | math.reduce_mean
      Sum | input_tensor=x axis=@axis keepdims=@keepdims | math.reduce_sum
      Prod | input_tensor=x axis=@axis keepdims=@keepdims | math.reduce_prod
      Max | input_tensor=x axis=@axis keepdims=@keepdims | math.reduce_max
      Min | input_tensor=x axis=@axis keepdims=@keepdims | math.reduce_min
      Std | input_tensor=x axis=@axis keepdims=@keepdims | math.reduce_std
      Var | input_tensor=x axis=@axis keepdims=@keepdims | math.reduce_variance
      Any | input_tensor=x axis=@axis keepdims=@keepdims | math.reduce_any
      All | input_tensor=x axis=@axis keepdims=@keepdims | math.reduce_all
      Logsumexp | input_tensor=x axis=@axis keepdims=@keepdims | math.reduce_logsumexp
      Cumsum | x=x axis=@axis~0~! exclusive reverse | math.cumsum
      Cumprod | x=x axis=@axis~0~! exclusive reverse | math.cumprod
      Clip | t=x clip_value_min=@x_min clip_value_max=@x_max | clip_by_value
      Cast | x=x dtype=@dtype | cast
      Reshape | tensor=x shape=@newshape | reshape
      Transpose | a=x perm=@axes conjugate | transpose
      ExpandDims | input=x axis=@axis | expand_dims
      Squeeze | input=x axis=@axis | squeeze
      Concatenate | values=xs axis=@axis~!~0 | concat
      Stack | values=x axis=@axis | stack
      Split | value=x num_or_size_splits=@indices_or_sections axis=@axis | split
      Unstack | value=x num=@num axis=@axis | unstack
      Take | params=x indices=indices validate_indices axis=@axis~0~! batch_dims | gather
      OneHot | indices=x depth=@num_classes on_value off_value axis=@axis dtype=@dtype | one_hot
      Tile | input=x multiples=@repeats | tile
      Repeat | input=x repeats=@repeats axis=@axis | repeat
      Flip | tensor=x axis[]=@axis~! | reverse
      Roll | input=x shift=@shift axis=@axis~! | roll
      Pad | tensor=x paddings=@pad_width mode=@mode constant_values=constant_values | pad
      ZerosLike | input=x dtype=@dtype | zeros_like
      OnesLike | input=x dtype=@dtype | ones_like
      GetItem | tensor=x slice_spec=key | __operators__.getitem
      Identity | input=x | identity
      StopGradient | input=variable | stop_gradient
      """;

  private static final Map<String, Pair> BY_TENSORFLOW = new HashMap<>();
  private static final Map<String, Pair> BY_KERAS = new HashMap<>();

  static {
    for (String line : TABLE.lines().toList()) {
      String[] cells = line.split(" *\\| *", -1);
      List<Parameter> parameters = new ArrayList<>();
      for (String cell : cells[1].split(" ", -1)) {
        String[] defaults = cell.split("~", -1);
        String[] names = defaults[0].split("=", -1);
        parameters.add(
            new Parameter(
                names[0].replace("[]", ""),
                names[0].endsWith("[]"),
                names.length > 1 ? names[1] : null,
                defaults.length > 1 ? defaults[1] : null,
                defaults.length > 2 ? defaults[2] : null));
      }
      List<String> names = List.of(cells[2].split(" ", -1));
      Pair pair = new Pair(cells[0], parameters, names.get(0));
      names.forEach(name -> BY_TENSORFLOW.put(bare(name), pair));
      BY_KERAS.put(pair.keras(), pair);
    }
  }

  private TensorFlowFunctions() {}

  /**
   * A parameter of both.
   *
   * @param tensorflow its name in TensorFlow
   * @param list whether TensorFlow takes a list only, where Keras takes a number too
   * @param keras its name in Keras, behind {@code @} where it is a key of the configuration; null
   *     where Keras has no such parameter
   * @param tensorflowDefault what TensorFlow takes where it is left out, {@code !} where it must
   *     not be; null where that is what Keras takes
   * @param kerasDefault what Keras takes where it is left out, {@code !} where TensorFlow cannot
   *     say that; null where that is what TensorFlow takes
   */
  record Parameter(
      String tensorflow,
      boolean list,
      @Nullable String keras,
      @Nullable String tensorflowDefault,
      @Nullable String kerasDefault) {
    /** Returns the key of the operation's configuration; null for a parameter of the call. */
    @Nullable String option() {
      return keras != null && keras.startsWith("@") ? keras.substring(1) : null;
    }

    /** Says whether a call of TensorFlow's function must be given a value. */
    boolean required() {
      return "!".equals(tensorflowDefault) || "!".equals(kerasDefault);
    }

    /** Returns a default as a value; null where there is none of its own. */
    static @Nullable Object value(@Nullable String text) {
      if (text == null || text.equals("!")) {
        return null;
      }
      return text.equals("true") || text.equals("false")
          ? (Object) Boolean.valueOf(text)
          : (Object) Long.valueOf(text);
    }
  }

  /**
   * A function of both.
   *
   * @param keras the class of the operation
   * @param parameters the parameters in TensorFlow's order, which is that of Keras' call
   * @param tensorflow the public name of the function, without {@code tf.}
   */
  record Pair(String keras, List<Parameter> parameters, String tensorflow) {}

  private static String bare(String name) {
    String bare = name;
    for (String module : MODULES) {
      bare = bare.startsWith(module) ? bare.substring(module.length()) : bare;
    }
    return bare;
  }

  /**
   * Returns the pair of a function.
   *
   * @param op as in {@link dev.tenon.layers.ops.KerasOp}: Keras' class, or TensorFlow's name behind
   *     {@code tf.}
   */
  static @Nullable Pair find(String op) {
    return op.startsWith("tf.")
        ? BY_TENSORFLOW.get(bare(op.substring("tf.".length())))
        : BY_KERAS.get(op.substring(op.lastIndexOf('.') + 1));
  }
}
