package dev.tenon.internal.backing.keras;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.keras.container.TrainingState;
import dev.tenon.initializers.Initializers;
import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.calls.CallStructure;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.core.InputLayer;
import dev.tenon.layers.functional.Functional;
import dev.tenon.training.CompileOptions;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes models of layers. */
public final class ModelBuilding {
  private static final KerasModel.SourceInfo IN_CODE =
      new KerasModel.SourceInfo(
          "built in code", KerasDialect.KERAS_3, null, "tensorflow", null, Map.of());

  private ModelBuilding() {}

  /** Returns the model that a chain of layers is, for inputs of a known type. */
  public static KerasModel sequential(@Nullable String name, Value input, List<LayerNode> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a Sequential needs at least one layer");
    }
    KerasTensor start = Functional.of(input);
    KerasTensor at = start;
    for (LayerNode layer : layers) {
      at = layer.apply(at);
    }
    String output = layers.get(layers.size() - 1).name();
    NestedModel chain =
        Functional.model(
            name == null ? LayerNames.next("Sequential") : name,
            List.of(start),
            Map.of(output, at));
    return keras(
        new NestedModel("Sequential", chain.graph(), layers),
        CallStructure.BARE,
        CallStructure.BARE);
  }

  /** Returns a Sequential with one more layer; those that are there keep their weights. */
  static KerasBacking longer(KerasBacking built, LayerNode layer) {
    KerasModel keras = built.keras();
    if (!keras.model().className().equals("Sequential")) {
      throw new IllegalStateException("layers are added to a Sequential; this model is none");
    }
    List<LayerNode> layers = new ArrayList<>(keras.model().layers());
    layers.add(layer);
    Value input = keras.model().graph().inputs().get(0);
    KerasBacking longer =
        new KerasBacking(
            sequential(keras.name(), input, layers)
                .withTraining(new TrainingState(keras.training().config(), Map.of())));
    CompileOptions options = built.compiled();
    if (options != null) {
      longer.compile(options);
    }
    built.releaseAll();
    return longer;
  }

  /** Builds a Sequential, now that its input is known. */
  public static KerasBacking built(DeferredBacking deferred, Value input) {
    KerasBacking built =
        new KerasBacking(sequential(deferred.chosenName(), input, deferred.layers()));
    CompileOptions options = deferred.compiled();
    if (options != null) {
      built.compile(options);
    }
    return built;
  }

  /** Returns the model from some tensors to others. */
  public static KerasModel functional(
      @Nullable String name, List<KerasTensor> inputs, List<KerasTensor> outputs) {
    Map<String, KerasTensor> named = new LinkedHashMap<>();
    UniqueNames names = new UniqueNames();
    for (KerasTensor output : outputs) {
      LayerCall call = output.producer();
      String base = call == null ? output.value().name() : call.node().name();
      named.put(names.unique(base), output);
    }
    NestedModel model =
        Functional.model(name == null ? LayerNames.next("Functional") : name, inputs, named);
    return keras(model, CallStructure.of(inputs.size()), CallStructure.of(outputs.size()));
  }

  /** Returns a model with weights, whose inputs and outputs are single tensors or lists. */
  public static KerasModel keras(NestedModel model, boolean oneInput, boolean oneOutput) {
    return keras(
        model,
        oneInput ? CallStructure.BARE : CallStructure.LIST,
        oneOutput ? CallStructure.BARE : CallStructure.LIST);
  }

  /** Returns a model with weights: those that its layers have already, or new ones. */
  public static KerasModel keras(NestedModel model, CallStructure inputs, CallStructure outputs) {
    return keras(model, inputs, outputs, IN_CODE, Map.of(), parameter -> true);
  }

  /**
   * Returns a model whose floating weights have no content: its caller sets them from a file. First
   * values, which need memory for the largest of them, are neither drawn nor checked.
   */
  public static KerasModel withoutWeights(
      NestedModel model, CallStructure inputs, CallStructure outputs) {
    Predicate<Parameter> started = parameter -> !parameter.dtype().isFloating();
    return keras(model, inputs, outputs, IN_CODE, Map.of(), started);
  }

  private static KerasModel keras(
      NestedModel model,
      CallStructure inputs,
      CallStructure outputs,
      KerasModel.SourceInfo source,
      Map<LayerNode, RecordedLayer> recorded,
      Predicate<Parameter> started) {
    Lowered lowered = Lowering.lower(model, Mode.INFERENCE).keep();
    ParameterStore store = new ParameterStore();
    share(model, lowered, store);
    for (Parameter parameter : lowered.parameters()) {
      if (!store.has(parameter) && started.test(parameter)) {
        store.putLater(parameter, Initializers.later(parameter));
      }
    }
    return new KerasModel(
        model.graph().name(),
        model,
        lowered,
        store,
        inputs,
        outputs,
        TrainingState.NONE,
        source,
        List.of(),
        recorded);
  }

  /** Returns a changed model that has its layers, and their weights, in common with another. */
  public static KerasModel sharing(
      KerasModel from,
      NestedModel model,
      Map<LayerNode, LayerNode> origins,
      CallStructure inputs,
      CallStructure outputs) {
    share(from.model(), from.lowered(), from.parameters());
    for (LayerNode node : LayerPaths.all(model).values()) {
      from.parameters().join(node.state().contents());
    }
    return edited(from, model, origins, inputs, outputs);
  }

  /** Returns a changed model with what the file of another says of its layers. */
  public static KerasModel edited(
      KerasModel from,
      NestedModel model,
      Map<LayerNode, LayerNode> origins,
      CallStructure inputs,
      CallStructure outputs) {
    Map<LayerNode, RecordedLayer> recorded = new IdentityHashMap<>(from.recorded());
    origins.forEach(
        (node, origin) -> {
          RecordedLayer said = from.recorded().get(origin);
          if (said != null) {
            recorded.put(node, said);
          }
        });
    return keras(model, inputs, outputs, from.source(), recorded, parameter -> true);
  }

  /** Lets all models that a layer is part of read and write the same weights. */
  static void share(NestedModel model, Lowered lowered, ParameterStore store) {
    lowered.built().keySet().forEach(node -> store.join(node.state().contents()));
    model.layers().forEach(node -> store.join(node.state().contents()));
  }

  /** Returns the layers and, before them, what the first one says that it takes. */
  public static @Nullable Value input(List<LayerNode> layers) {
    List<Long> shape = layers.get(0).inputShape();
    if (layers.get(0).layer() instanceof NestedModel nested && shape == null) {
      List<Value> inputs = nested.graph().inputs();
      return inputs.size() == 1 ? inputs.get(0) : null;
    }
    return shape == null
        ? null
        : Functional.input(
                LayerNames.next(InputLayer.DEFAULTS.className()),
                shape.stream().mapToLong(Long::longValue).toArray())
            .value();
  }

  /** Returns an input for a batch of data, whose first axis counts the samples. */
  public static Value input(TensorType batch) {
    List<Long> lengths = new ArrayList<>();
    Shape shape = batch.shape();
    for (int axis = 1; axis < shape.rank(); axis++) {
      lengths.add(shape.length(axis));
    }
    return Functional.input(
            LayerNames.next(InputLayer.DEFAULTS.className()),
            batch.dtype(),
            lengths.stream().mapToLong(Long::longValue).toArray())
        .value();
  }

  /** Returns the only layer of a model, as a layer of others. */
  public static LayerNode onlyLayer(KerasModel keras) {
    share(keras.model(), keras.lowered(), keras.parameters());
    return keras.model().layers().get(0);
  }

  /** Returns a symbolic tensor for each value of a model, which other models can be made of. */
  public static Map<Value, KerasTensor> tensors(KerasModel keras) {
    share(keras.model(), keras.lowered(), keras.parameters());
    return Functional.tensors(keras.model().graph());
  }

  /** Returns a model as a layer of others. */
  public static LayerNode member(KerasModel keras) {
    LayerGraph graph = keras.model().graph();
    LayerNode node = new LayerNode(graph.name(), keras.model());
    share(keras.model(), keras.lowered(), keras.parameters());
    keras.parameters().join(node.state().contents());
    return node;
  }
}
