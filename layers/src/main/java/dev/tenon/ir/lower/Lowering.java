package dev.tenon.ir.lower;

import dev.tenon.error.UnknownRankException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerArguments;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.tensor.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the layers of a model by operators.
 *
 * <p>Layers are built at their first call, when the shapes of their inputs are known. Nested models
 * are inlined at every call; their weights exist once.
 */
public final class Lowering {
  Mode mode;
  final Ops ops = new Ops(this::builder, this::origin, () -> again() == Recomputation.ACTIVATIONS);
  private final Deque<GraphBuilder> builders = new ArrayDeque<>();
  private final Deque<Origin> origins = new ArrayDeque<>();
  private final Deque<Recomputation> recomputations = new ArrayDeque<>();
  final Map<LayerNode, SubLayer<?>> built = new IdentityHashMap<>();
  private final Map<Value, Value> masks = new IdentityHashMap<>();
  final Map<Parameter, Value> states = new LinkedHashMap<>();
  final List<Value> losses = new ArrayList<>();
  final Map<String, List<Value>> inner = new LinkedHashMap<>();

  /** Told of each parameter before it is read. */
  Consumer<Parameter> beforeRead = parameter -> {};

  Lowering(Mode mode, GraphBuilder root) {
    this.mode = mode;
    builders.push(root);
    origins.push(Origin.NONE);
    recomputations.push(Recomputation.NOTHING);
  }

  /**
   * Lowers a model.
   *
   * <p>Lowering the same model again declares its parameters anew; pass the scopes of an earlier
   * result to {@link #lower(NestedModel, Mode, Lowered)} to keep them.
   *
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer
   */
  public static Lowered lower(NestedModel model, Mode mode) {
    return lower(model, mode, null);
  }

  /** Lowers a model with the parameters of an earlier lowering of it. */
  public static Lowered lower(NestedModel model, Mode mode, @Nullable Lowered earlier) {
    return lower(model, mode, earlier, types(model), "");
  }

  /** Lowers a model whose layers are inside another layer, of which it has the path. */
  static Lowered lower(NestedModel model, Mode mode, @Nullable Lowered earlier, String owner) {
    return lower(model, mode, earlier, types(model), owner);
  }

  /**
   * Lowers a model with the parameters of an earlier lowering, for inputs of given types.
   *
   * @param types the types of the inputs, which may have lengths that the model leaves open
   */
  public static Lowered lower(
      NestedModel model, Mode mode, @Nullable Lowered earlier, List<TensorType> types) {
    return lower(model, mode, earlier, types, "");
  }

  private static List<TensorType> types(NestedModel model) {
    return model.graph().inputs().stream().map(Value::type).toList();
  }

  private static Lowered lower(
      NestedModel model,
      Mode mode,
      @Nullable Lowered earlier,
      List<TensorType> types,
      String owner) {
    GraphBuilder root = new GraphBuilder(model.graph().name());
    Lowering lowering = new Lowering(mode, root);
    if (earlier != null) {
      lowering.built.putAll(earlier.built());
    }
    List<Value> inputs = new ArrayList<>();
    for (Value input : model.graph().inputs()) {
      inputs.add(root.input(input.name(), types.get(inputs.size())));
    }
    Map<LayerNode, Scope> scopes = new LinkedHashMap<>();
    List<Value> outputs =
        lowering.inline(model.graph(), inputs, "", owner, (node, scope) -> scopes.put(node, scope));
    List<Value> named = lowering.distinct(outputs, model.graph().outputNames());
    List<@Nullable Value> outputMasks = new ArrayList<>();
    outputs.forEach(output -> outputMasks.add(lowering.masks.get(output)));
    List<Lowered.Update> updates = new ArrayList<>();
    lowering.states.forEach((state, value) -> updates.add(new Lowered.Update(state, value)));
    Map<LayerNode, Scope> ordered = new LinkedHashMap<>();
    for (LayerNode layer : model.layers()) {
      Scope scope = scopes.get(layer);
      if (scope != null) {
        ordered.put(layer, scope);
      }
    }
    scopes.forEach(ordered::putIfAbsent);
    Graph graph = root.build(named, model.graph().outputNames());
    return new Lowered(
        graph,
        ordered,
        updates,
        List.copyOf(lowering.losses),
        lowering.inner,
        outputMasks,
        lowering.built);
  }

  /** A visitor of every layer that a graph calls. */
  interface Seen {
    void layer(LayerNode node, Scope scope);
  }

  /** Adds an Identity to an output that is an input, a constant or named already. */
  private List<Value> distinct(List<Value> outputs, List<String> names) {
    List<Value> named = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      GraphBuilder root = builder();
      named.add(
          root.apply(new Unary.Identity(), names.get(i), Origin.NONE, List.of(outputs.get(i)))
              .get(0));
    }
    return named;
  }

  List<Value> inline(
      LayerGraph graph, List<Value> inputs, String callPath, String ownerPath, Seen seen) {
    Map<Value, Value> bound = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      bound.put(graph.inputs().get(i), inputs.get(i));
    }
    for (LayerCall call : RunOrder.of(graph)) {
      call(call, bound, callPath, ownerPath, seen);
    }
    List<Value> outputs = new ArrayList<>();
    for (Value output : graph.outputs()) {
      outputs.add(resolve(output, bound));
    }
    return outputs;
  }

  void call(LayerCall call, Map<Value, Value> bound, String callPath, String ownerPath, Seen seen) {
    List<Arg> args =
        call.args().stream().map(arg -> arg.map(value -> resolve(value, bound))).toList();
    Map<String, Arg> kwargs = new LinkedHashMap<>();
    call.kwargs().forEach((key, arg) -> kwargs.put(key, arg.map(value -> resolve(value, bound))));
    String path = callPath.isEmpty() ? call.name() : callPath + "/" + call.name();
    LayerNode node = call.node();
    List<Value> inputs = new ArrayList<>();
    args.forEach(arg -> inputs.addAll(arg.values()));
    Recomputation again =
        mode == Mode.TRAINING ? Remat.of(node, args, kwargs, again()) : Recomputation.NOTHING;
    enter(path, node.layer().className(), again);
    try {
      LayerCalling.checkCount(node.layer(), inputs.size());
      SubLayer<?> sub = built.get(node);
      if (sub == null) {
        sub = node.state().built();
      }
      if (sub == null) {
        sub = build(node, node.layer(), ownerPath, inputs, kwargs);
      }
      built.put(node, sub);
      seen.layer(node, sub.scope());
      LayerCalling calling = new LayerCalling(this, sub, args, kwargs, path);
      List<Value> outputs = calling.run(inputs);
      inner.put(path, outputs);
      if (outputs.size() < call.outputs().size()) {
        throw new IllegalArgumentException(
            "layer "
                + node
                + " gives "
                + outputs.size()
                + " outputs; the model uses output "
                + (call.outputs().size() - 1));
      }
      for (int i = 0; i < call.outputs().size(); i++) {
        bound.put(call.outputs().get(i), outputs.get(i));
      }
    } catch (RuntimeException e) {
      throw LayerFailure.at(node, path, e);
    } finally {
      leaveOrigin();
    }
  }

  private <W> SubLayer<W> build(
      LayerNode node, Layer<W> layer, String owner, List<Value> inputs, Map<String, Arg> kwargs) {
    LayerArguments.check(layer);
    Scope scope = new Scope(node, owner.isEmpty() ? node.name() : owner + "/" + node.name());
    List<Shape> shapes = new ArrayList<>();
    inputs.forEach(input -> shapes.add(input.shape()));
    if (shapes.isEmpty()) {
      kwargs.values().forEach(arg -> arg.values().forEach(value -> shapes.add(value.shape())));
    }
    try {
      W weights = layer.build(new Build(scope, node.dtypePolicy()), shapes);
      return new SubLayer<>(node, layer, weights, scope);
    } catch (UnknownRankException e) {
      throw e.from("layer " + node + " cannot be built for inputs of shape " + shapes, owner);
    }
  }

  private Value resolve(Value value, Map<Value, Value> bound) {
    if (value.parameter() != null || value.constant() != null) {
      return value;
    }
    Value found = bound.get(value);
    if (found == null) {
      throw new IllegalArgumentException(
          "value '" + value.name() + "' is used before a layer gives it");
    }
    return found;
  }

  GraphBuilder builder() {
    return builders.getFirst();
  }

  Origin origin() {
    return origins.getFirst();
  }

  void enter(GraphBuilder nested) {
    builders.push(nested);
  }

  void leave() {
    builders.pop();
  }

  /** Returns whether operators go into a graph inside another, such as the body of a loop. */
  boolean isNested() {
    return builders.size() > 1;
  }

  /** Returns what the layer that is lowered computes again. */
  Recomputation again() {
    return recomputations.getFirst();
  }

  void enter(String path, String kind, Recomputation again) {
    origins.push(new Origin(path, kind, again == Recomputation.ALL));
    recomputations.push(again);
  }

  void leaveOrigin() {
    origins.pop();
    recomputations.pop();
  }

  @Nullable Value mask(Value value) {
    return masks.get(value);
  }

  void mask(Value value, @Nullable Value mask) {
    if (mask == null) {
      masks.remove(value);
    } else {
      masks.put(value, mask);
    }
  }

  Value state(Parameter parameter) {
    beforeRead.accept(parameter);
    Value now = states.get(parameter);
    return now == null ? builder().capture(root().read(parameter)) : now;
  }

  private GraphBuilder root() {
    return builders.getLast();
  }

  void update(Parameter state, Value value) {
    states.put(state, value);
  }

  void loss(Value scalar) {
    losses.add(scalar);
  }

  /**
   * Casts a floating-point value to the type that a layer computes in, its mask with it.
   *
   * <p>A layer whose type is an integer, as preprocessing layers have it, gets its input as it is.
   */
  Value cast(Value value, DType compute) {
    return value.dtype().isFloating() ? number(value, compute) : value;
  }

  /** Casts a number or truth value to the type that a layer computes in, its mask with it. */
  Value number(Value value, DType compute) {
    boolean other = value.dtype() != compute && value.dtype() != DType.STRING;
    if (!other || !compute.isFloating()) {
      return value;
    }
    Value cast = ops.cast(value, compute);
    mask(cast, mask(value));
    return cast;
  }

  /**
   * Converts the inputs of a nested model to its declared types, with or without a last axis of 1.
   */
  List<Value> conform(List<Value> given, List<Value> inputs) {
    List<Value> conforming = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Value value = given.get(i);
      TensorType wanted = inputs.get(i).type();
      Value conformed = value;
      if (wanted.shape().ranked() && value.shape().ranked()) {
        boolean numbers = value.dtype() != DType.STRING && wanted.dtype() != DType.STRING;
        conformed = numbers ? ops.cast(value, wanted.dtype()) : value;
        int more = value.rank() - wanted.shape().rank();
        if (more == 1 && value.shape().length(-1) == 1) {
          conformed = ops.squeeze(conformed, -1);
        } else if (more == -1 && wanted.shape().length(-1) == 1) {
          conformed = ops.unsqueeze(conformed, value.rank());
        }
      }
      mask(conformed, mask(value));
      conforming.add(conformed);
    }
    return conforming;
  }
}
