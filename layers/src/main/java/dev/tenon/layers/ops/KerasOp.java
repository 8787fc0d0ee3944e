package dev.tenon.layers.ops;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpEntry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function that a functional model calls between its layers.
 *
 * <p>Keras 3 writes {@code keras.ops} as operation classes, tf_keras writes TensorFlow's functions
 * as TFOpLambda and SlicingOpLambda. Both go through one table to the same operators. Numbers
 * beside a tensor are promoted as Keras does it: a fraction beside integers makes float32.
 *
 * @param op Keras' class name such as {@code Add} (a module in front, as in {@code numpy.Add}, is
 *     ignored), or {@code tf.} and TensorFlow's name such as {@code tf.math.multiply}
 * @param config the configuration of the operation, such as its axis, as JSON-like data
 * @see <a href="https://keras.io/api/ops/">Keras: ops</a>
 */
public record KerasOp(String op, Map<String, @Nullable Object> config)
    implements Layer<KerasOp.None> {
  private static final String TENSORFLOW = "tf.";

  public KerasOp {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /** No weights. */
  public record None() {}

  /** Returns whether Tenon knows a function; {@code op} is spelled as in this record. */
  public static boolean knows(String op) {
    return OpTable.find(op) != null;
  }

  /** Returns the name of a function of TensorFlow without its module, such as {@code multiply}. */
  public static String bare(String function) {
    return OpTable.bare(function);
  }

  /** Returns why Tenon has no function of Keras', as the rest of a sentence; null if not known. */
  public static @Nullable String refusal(String op) {
    return OpRefusals.reason(op.substring(op.lastIndexOf('.') + 1));
  }

  @Override
  public String className() {
    if (op.startsWith(TENSORFLOW)) {
      return op.endsWith(".getitem") ? "SlicingOpLambda" : "TFOpLambda";
    }
    return op.substring(op.lastIndexOf('.') + 1);
  }

  @Override
  public int fewestInputs() {
    // Such as a comparison with a constant that the file gives as a number.
    return 0;
  }

  @Override
  public None build(Build build, List<Shape> inputs) {
    return new None();
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    OpEntry entry = OpTable.find(op);
    if (entry == null) {
      throw new UnsupportedModelException("function '" + op + "' is none that Tenon knows");
    }
    OpArgs args = new OpArgs(op, call, entry.parameters(), config, op.startsWith(TENSORFLOW));
    List<Value> results = entry.function().apply(args);
    args.refuseUnknown();
    return results;
  }
}
