package dev.tenon.layers.functional;

import dev.tenon.config.Config;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds functional models: symbolic inputs, and the model from inputs to outputs.
 *
 * @see <a href="https://keras.io/guides/functional_api/">Keras: the functional API</a>
 */
public final class Functional {
  private Functional() {}

  /**
   * Returns an input of the default type {@code Config.floatx()} without the batch axis; -1 stands
   * for an open length.
   */
  public static KerasTensor input(long... shape) {
    return input(LayerNames.next("InputLayer"), DType.of(Config.floatx()), shape);
  }

  /** Returns an input of the default type under a name. */
  public static KerasTensor input(String name, long... shape) {
    return input(name, DType.of(Config.floatx()), shape);
  }

  /** Returns an input under a name, of an element type. */
  public static KerasTensor input(String name, DType dtype, long... shape) {
    List<Dim> dims = new ArrayList<>(List.of(Dim.symbol("batch")));
    for (int i = 0; i < shape.length; i++) {
      dims.add(shape[i] < 0 ? Dim.symbol(name + "_" + (i + 1)) : Dim.of(shape[i]));
    }
    return of(Value.of(name, new TensorType(dtype, Shape.of(dims))));
  }

  /** Returns the input of a value. */
  public static KerasTensor of(Value input) {
    return new SymbolicTensor(input, null, List.of());
  }

  /**
   * Returns a symbolic tensor for each value of a model's graph, so that other models can begin and
   * end there. The layers behind them are the model's own.
   */
  public static Map<Value, KerasTensor> tensors(LayerGraph graph) {
    Map<Value, KerasTensor> tensors = new IdentityHashMap<>();
    graph.inputs().forEach(input -> tensors.put(input, of(input)));
    for (LayerCall call : graph.calls()) {
      List<KerasTensor> sources = call.reads().stream().map(tensors::get).toList();
      call.outputs()
          .forEach(output -> tensors.put(output, new SymbolicTensor(output, call, sources)));
    }
    return tensors;
  }

  /**
   * Applies a layer or function whose arguments need not be tensors.
   *
   * @param arguments tensors, constants, numbers, texts, and lists of them
   * @param keywords the same, under Keras' names
   * @return the results
   * @throws IllegalArgumentException if the arguments do not fit, naming the layer
   */
  public static List<KerasTensor> applied(
      LayerNode node, List<?> arguments, Map<String, ? extends @Nullable Object> keywords) {
    return FunctionalCall.of(node, arguments, keywords);
  }

  /**
   * Returns an argument of a layer call: a tensor, a number, a text, or a list of them.
   *
   * @param sources gets the tensors among it, in order
   */
  public static Arg argument(@Nullable Object value, List<KerasTensor> sources) {
    return FunctionalCall.argument(value, sources);
  }

  /**
   * Returns the model from some tensors to others.
   *
   * @param name the model's name
   * @param inputs the inputs, in order
   * @param outputs the outputs by name, in order
   * @throws IllegalArgumentException if an output depends on something else
   */
  public static NestedModel model(
      String name, List<KerasTensor> inputs, Map<String, KerasTensor> outputs) {
    return FunctionalGraph.of(name, inputs, outputs);
  }
}
