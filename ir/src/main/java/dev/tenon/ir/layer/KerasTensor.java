package dev.tenon.ir.layer;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.tensor.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that does not exist yet: an input of a model, or what a layer will give for it.
 *
 * @see <a href="https://keras.io/guides/functional_api/">Keras: the functional API</a>
 */
public final class KerasTensor {
  private static final Arg ALL =
      new Arg.Slice(new Arg.Const(null), new Arg.Const(null), new Arg.Const(null));

  private final Value value;
  private final @Nullable LayerCall producer;
  private final List<KerasTensor> sources;

  KerasTensor(Value value, @Nullable LayerCall producer, List<KerasTensor> sources) {
    this.value = value;
    this.producer = producer;
    this.sources = List.copyOf(sources);
  }

  /** Returns an input of float32 without the batch axis; -1 stands for an open length. */
  public static KerasTensor input(long... shape) {
    return input(LayerNames.next("InputLayer"), DType.FLOAT32, shape);
  }

  /** Returns an input of float32 under a name. */
  public static KerasTensor input(String name, long... shape) {
    return input(name, DType.FLOAT32, shape);
  }

  /** Returns an input under a name, of an element type. */
  public static KerasTensor input(String name, DType dtype, long... shape) {
    List<Dim> dims = new ArrayList<>(List.of(Dim.symbol("batch")));
    for (int i = 0; i < shape.length; i++) {
      dims.add(shape[i] < 0 ? Dim.symbol(name + "_" + (i + 1)) : Dim.of(shape[i]));
    }
    return new KerasTensor(Value.of(name, new TensorType(dtype, Shape.of(dims))), null, List.of());
  }

  /** Returns an input that stands for a value. */
  public static KerasTensor of(Value input) {
    return new KerasTensor(input, null, List.of());
  }

  /** Applies a layer: {@code x.then(dense(5))} is Keras' {@code Dense(5)(x)}. */
  public KerasTensor then(Member layer) {
    return layer.apply(this);
  }

  /** Returns the sum, with axes of length 1 stretched: Python's {@code x + y}. */
  public KerasTensor plus(KerasTensor other) {
    return operation("Add", other);
  }

  /** Returns the sum with a number. */
  public KerasTensor plus(double number) {
    return operation("Add", number);
  }

  /** Returns the difference: Python's {@code x - y}. */
  public KerasTensor minus(KerasTensor other) {
    return operation("Subtract", other);
  }

  /** Returns the difference to a number. */
  public KerasTensor minus(double number) {
    return operation("Subtract", number);
  }

  /** Returns the product, element by element: Python's {@code x * y}. */
  public KerasTensor times(KerasTensor other) {
    return operation("Multiply", other);
  }

  /** Returns the product with a number. */
  public KerasTensor times(double number) {
    return operation("Multiply", number);
  }

  /** Returns the quotient, element by element: Python's {@code x / y}. */
  public KerasTensor dividedBy(KerasTensor other) {
    return operation("TrueDivide", other);
  }

  /** Returns the quotient by a number. */
  public KerasTensor dividedBy(double number) {
    return operation("TrueDivide", number);
  }

  /**
   * Returns one position of an axis, without that axis: {@code x.get(1, 0)} is Python's {@code x[:,
   * 0]}.
   */
  public KerasTensor get(int axis, long position) {
    List<Object> key = new ArrayList<>();
    for (int i = 0; i < axis; i++) {
      key.add(ALL);
    }
    key.add(position);
    return operation("GetItem", key);
  }

  /**
   * Applies a layer or function whose positional arguments are not tensors only.
   *
   * @param arguments tensors, constants, numbers, texts, and lists of them
   * @param keywords the same, under Keras' names
   * @return the results
   * @throws IllegalArgumentException where the arguments do not fit, naming the layer
   */
  public static List<KerasTensor> applied(
      LayerNode node, List<Object> arguments, Map<String, Object> keywords) {
    return FunctionalCall.mixed(node, arguments, keywords);
  }

  private KerasTensor operation(String op, Object other) {
    LayerNode node = new KerasOp(op, Map.of()).member();
    return FunctionalCall.mixed(node, List.of(this, other), Map.of()).get(0);
  }

  /** Returns what stands for the tensor in graphs of layers. */
  public Value value() {
    return value;
  }

  /** Returns the shape, the batch axis first. */
  public Shape shape() {
    return value.shape();
  }

  /** Returns the element type. */
  public DType dtype() {
    return value.dtype();
  }

  /** Returns the call that gives the tensor; null for an input. */
  public @Nullable LayerCall producer() {
    return producer;
  }

  List<KerasTensor> sources() {
    return sources;
  }

  /**
   * Returns the inputs that the tensor depends on, in the order in which a walk from it meets them:
   * Keras' {@code get_source_inputs}. For an input that is the tensor itself.
   */
  public List<KerasTensor> sourceInputs() {
    Set<KerasTensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<KerasTensor> open = new ArrayDeque<>(List.of(this));
    List<KerasTensor> inputs = new ArrayList<>();
    while (!open.isEmpty()) {
      KerasTensor tensor = open.pop();
      if (!seen.add(tensor)) {
        continue;
      }
      if (tensor.producer == null) {
        inputs.add(tensor);
      }
      for (int i = tensor.sources.size() - 1; i >= 0; i--) {
        open.push(tensor.sources.get(i));
      }
    }
    return inputs;
  }

  @Override
  public String toString() {
    return "KerasTensor " + value;
  }

  /**
   * Returns the model from some tensors to others.
   *
   * @param name the model's name
   * @param inputs what is fed, in order
   * @param outputs what is wanted, by the name of the output, in order
   * @throws IllegalArgumentException where an output depends on something else
   */
  public static NestedModel model(
      String name, List<KerasTensor> inputs, Map<String, KerasTensor> outputs) {
    return FunctionalGraph.of(name, inputs, outputs);
  }
}
