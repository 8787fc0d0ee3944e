package dev.tenon.internal.quantization;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Quantization;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.quantizers.QuantizationConfig;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Exchanges the layers of a model, and of models inside it, for quantized ones.
 *
 * <p>Layers inside other layers stay as they are: the files of Keras 3.15 do not say that they are
 * quantized.
 */
public final class ModelQuantization {
  private final QuantizationConfig config;
  private final Quantization how;
  private final Set<LayerNode> chosen;
  private final Function<LayerNode, Map<String, Tensor>> weights;
  private final Map<LayerNode, LayerNode> changed = new IdentityHashMap<>();
  private final NestedModel model;

  /**
   * Starts the quantization of a model.
   *
   * @param patterns which layers; all where none is given
   */
  public ModelQuantization(KerasModel keras, QuantizationConfig config, List<String> patterns) {
    this(
        keras,
        config,
        chosen(keras, patterns),
        node -> QuantizedWeights.of(node, config, LayerWeights.of(keras, node)));
    if (origins().isEmpty()) {
      throw nothing(keras, config, patterns);
    }
  }

  /**
   * Starts the quantization of some layers.
   *
   * @param weights gives the weights of a layer after quantization, by the names of its parameters
   */
  ModelQuantization(
      KerasModel keras,
      QuantizationConfig config,
      Set<LayerNode> chosen,
      Function<LayerNode, Map<String, Tensor>> weights) {
    this.config = config;
    this.how = QuantizationObjects.of(config);
    this.chosen = chosen;
    this.weights = weights;
    this.model = exchanged(keras.model());
  }

  static Set<LayerNode> chosen(KerasModel keras, List<String> patterns) {
    Set<LayerNode> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (String pattern : patterns.isEmpty() ? List.of("**") : patterns) {
      chosen.addAll(LayerPaths.matching(keras.model(), pattern).values());
    }
    return chosen;
  }

  static IllegalArgumentException nothing(
      KerasModel keras, QuantizationConfig config, List<String> patterns) {
    return new IllegalArgumentException(
        "model '"
            + keras.name()
            + "' has no layer that Keras quantizes to "
            + config.mode()
            + (patterns.isEmpty() ? "" : " among " + patterns));
  }

  /** Returns the model with quantized layers; their weights are still to be filled. */
  public NestedModel model() {
    return model;
  }

  /** Returns, for each layer that took the place of another, that other. */
  public Map<LayerNode, LayerNode> origins() {
    Map<LayerNode, LayerNode> origins = new IdentityHashMap<>();
    changed.forEach(
        (from, to) -> {
          if (from != to) {
            origins.put(to, from);
          }
        });
    return origins;
  }

  /** Fills the weights of the quantized layers. */
  public void fill(KerasModel to) {
    origins()
        .forEach(
            (node, origin) -> {
              SubLayer<?> built = node.state().built();
              if (built != null && node.dtypePolicy().quantization() != null) {
                Map<String, Tensor> made = weights.apply(origin);
                for (Parameter parameter : built.scope().own()) {
                  Tensor weight = made.get(parameter.name());
                  if (weight == null) {
                    throw new IllegalStateException(node + ": no value of " + parameter.name());
                  }
                  put(to, parameter, weight);
                }
              }
            });
  }

  private static void put(KerasModel to, Parameter parameter, Tensor weight) {
    Tensor value = weight.cast(parameter.dtype());
    to.parameters()
        .put(
            parameter,
            Arrays.equals(value.shape(), parameter.shape())
                ? value
                : value.reshape(parameter.shape()));
  }

  private NestedModel exchanged(NestedModel level) {
    List<LayerNode> layers = level.layers().stream().map(this::exchanged).toList();
    if (layers.equals(level.layers())) {
      return level;
    }
    LayerGraph graph = level.graph();
    List<LayerCall> calls =
        graph.calls().stream()
            .map(
                call ->
                    new LayerCall(
                        call.name(),
                        exchanged(call.node()),
                        call.args(),
                        call.kwargs(),
                        call.outputs()))
            .toList();
    return new NestedModel(
        level.className(),
        new LayerGraph(graph.name(), graph.inputs(), calls, graph.outputs(), graph.outputNames()),
        layers);
  }

  private LayerNode exchanged(LayerNode node) {
    LayerNode known = changed.get(node);
    if (known == null) {
      known = node;
      if (node.layer() instanceof NestedModel nested) {
        NestedModel inside = exchanged(nested);
        known = inside.layers().equals(nested.layers()) ? node : node.like(node.name(), inside);
      } else if (chosen.contains(node) && QuantizedWeights.exist(node.layer(), config.mode())) {
        known = quantized(node);
      }
      changed.put(node, known);
    }
    return known;
  }

  private LayerNode quantized(LayerNode node) {
    if (node.dtypePolicy().quantization() != null) {
      throw new IllegalArgumentException(
          "layer "
              + node
              + " is quantized already: its policy is "
              + node.dtypePolicy().name()
              + "; name the other layers to quantize");
    }
    if (config.mode().equals("int8") && node.dtypePolicy().compute() == DType.FLOAT16) {
      throw new IllegalArgumentException(
          "layer "
              + node
              + " computes in float16, which int8 does not go with; expected float32 or bfloat16");
    }
    return new LayerNode(
        node.name(),
        node.layer(),
        node.trainable(),
        node.dtypePolicy().quantized(how),
        node.legacy());
  }
}
