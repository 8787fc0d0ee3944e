package dev.tenon.keras.functions;

import dev.tenon.keras.ResourceTable;
import dev.tenon.layers.ops.KerasOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TensorFlow's functions and the operations of {@code keras.ops} that compute the same.
 *
 * <p>{@code functions.tsv} has a line a function: Keras' class, TensorFlow's parameters in order,
 * each with Keras' name, TensorFlow's names, the public one first, and the operators of graphs that
 * TensorFlowOpLayers of TensorFlow 2.0 to 2.3 hold. Behind {@code @} stands a key of the
 * operation's configuration, else it is a parameter of its call; a parameter without another name
 * is one that Keras does not have. Behind {@code ~} stand the defaults of TensorFlow and of Keras
 * where they differ; {@code !} is where the argument must be given. {@code []} stands behind a
 * parameter that TensorFlow takes as a list only.
 *
 * @see <a href="https://www.tensorflow.org/api_docs/python/tf">TensorFlow: functions</a>
 * @see <a href="https://keras.io/api/ops/">Keras: ops</a>
 */
public final class TensorFlowFunctions {
  private static final Map<String, Pair> BY_TENSORFLOW = new HashMap<>();
  private static final Map<String, Pair> BY_KERAS = new HashMap<>();
  private static final Map<String, Pair> BY_GRAPH = new HashMap<>();

  static {
    for (List<String> cells : ResourceTable.rows(TensorFlowFunctions.class, "functions.tsv")) {
      List<Parameter> parameters = new ArrayList<>();
      for (String cell : cells.get(1).split(" ", -1)) {
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
      List<String> names = List.of(cells.get(2).split(" ", -1));
      Pair pair = new Pair(cells.get(0), parameters, names.get(0));
      names.forEach(name -> BY_TENSORFLOW.put(KerasOp.bare(name), pair));
      BY_KERAS.put(pair.keras(), pair);
      List.of(cells.get(3).split(" ", -1)).forEach(name -> BY_GRAPH.put(name, pair));
      BY_GRAPH.remove("");
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

  /**
   * Returns the pair of a function.
   *
   * @param op as in {@link dev.tenon.layers.ops.KerasOp}: Keras' class, or TensorFlow's name behind
   *     {@code tf.}
   */
  static @Nullable Pair find(String op) {
    return op.startsWith("tf.")
        ? BY_TENSORFLOW.get(KerasOp.bare(op.substring("tf.".length())))
        : BY_KERAS.get(op.substring(op.lastIndexOf('.') + 1));
  }

  /** Returns TensorFlow's name for the function that an operator of its graphs computes. */
  public static String ofGraph(String operator) {
    Pair pair = BY_GRAPH.get(operator);
    return pair == null ? "raw_ops." + operator : pair.tensorflow();
  }
}
