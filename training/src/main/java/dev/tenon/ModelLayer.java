package dev.tenon;

import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer of a model: its configuration, its weights, and whether it is trainable.
 *
 * <p>The object is a view without state of its own. A layer used in another model shares its
 * weights, as in Keras.
 */
public final class ModelLayer implements LayerLike {
  private final Model model;
  private final String path;
  private final LayerNode node;

  ModelLayer(Model model, String path, LayerNode node) {
    this.model = model;
    this.path = path;
    this.node = node;
  }

  /** Returns Keras' name, such as {@code dense_1}. */
  public String name() {
    return node.name();
  }

  /** Returns the path in the model, such as {@code encoder/dense_1}. */
  public String path() {
    return path;
  }

  /** Returns Keras' class name, such as {@code Dense}. */
  public String className() {
    return node.layer().className();
  }

  /** Returns the configuration: a record such as {@code Dense}. */
  public Layer<?> config() {
    return node.layer();
  }

  /** Returns whether training updates the weights. */
  public boolean trainable() {
    return node.trainable();
  }

  /**
   * Sets whether training updates the weights of the layer and its inner layers: Keras' {@code
   * layer.trainable = …}.
   *
   * <p>It takes effect with the next {@code compile}.
   *
   * @param trainable whether training updates the weights
   * @return this layer
   */
  public ModelLayer setTrainable(boolean trainable) {
    node.setTrainable(trainable);
    return this;
  }

  /** Makes the layer not trainable; see {@link #setTrainable}. */
  public ModelLayer freeze() {
    return setTrainable(false);
  }

  /** Makes the layer trainable; see {@link #setTrainable}. */
  public ModelLayer unfreeze() {
    return setTrainable(true);
  }

  /** Returns the current weights by name, such as {@code kernel}: Keras' {@code get_weights()}. */
  public Map<String, Tensor> weights() {
    String start = path + "/";
    Map<String, Tensor> own = new LinkedHashMap<>();
    model
        .backing()
        .weights(start)
        .forEach((name, value) -> own.put(name.substring(start.length()), value));
    return own;
  }

  /**
   * Sets weights by the names of {@link #weights()}.
   *
   * @param values the values by name
   * @return this layer
   * @throws IllegalArgumentException if a name is unknown or a shape differs
   */
  public ModelLayer setWeights(Map<String, Tensor> values) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    values.forEach((name, value) -> named.put(path + "/" + name, value));
    model.setWeights(named);
    return this;
  }

  /**
   * Sets all weights, in their order: Keras' {@code set_weights([…])}.
   *
   * @param values the values
   * @return this layer
   * @throws IllegalArgumentException if the number of weights or a shape differs
   */
  public ModelLayer setWeights(Tensor... values) {
    List<String> names = List.copyOf(weights().keySet());
    if (names.size() != values.length) {
      throw new IllegalArgumentException(
          "layer '"
              + path
              + "' has "
              + names.size()
              + " weights "
              + names
              + ", received "
              + values.length);
    }
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(names.get(i), values[i]);
    }
    return setWeights(named);
  }

  /** Returns the number of elements of the weights: Keras' {@code count_params()}. */
  public long countParams() {
    return weights().values().stream().mapToLong(Tensor::size).sum();
  }

  private LayerCall call() {
    for (LayerCall call : model.backing().layered().model().graph().calls()) {
      if (call.node() == node) {
        return call;
      }
    }
    throw new IllegalStateException(
        "layer '"
            + path
            + "' lies inside a layer of the model and has no symbolic tensors there;"
            + " model.edit().cut(\""
            + path
            + "\") ends a model at its output");
  }

  /**
   * Returns the only input of the layer's first call.
   *
   * @throws IllegalStateException if the layer has several inputs or is inside another layer
   */
  public KerasTensor input() {
    List<Value> reads = call().reads();
    if (reads.size() != 1) {
      throw new IllegalStateException("layer '" + path + "' has " + reads.size() + " inputs");
    }
    return model.symbolic(reads.get(0));
  }

  /**
   * Returns the first output of the layer's first call, for {@code Model.of(model.input(),
   * layer.output())}.
   *
   * @throws IllegalStateException if the layer is inside another layer
   */
  public KerasTensor output() {
    return model.symbolic(call().outputs().get(0));
  }

  /**
   * Returns the output of the layer for samples of a model with one input.
   *
   * @param x the samples, as for {@link Model#predict(Tensor)}
   */
  public Tensor outputFor(Tensor x) {
    return model.run(x, path).values().iterator().next();
  }

  /**
   * Returns the output of the layer for samples by the names of the model's inputs.
   *
   * @param x the samples by input
   */
  public Tensor outputFor(Map<String, Tensor> x) {
    return model.run(x, List.of(path)).values().iterator().next();
  }

  @Override
  public LayerNode member() {
    return node;
  }

  @Override
  public String toString() {
    return className() + " '" + path + "', " + countParams() + " parameters";
  }

  /** Returns the inner layers by their paths in the model. */
  public Map<String, ModelLayer> inside() {
    Map<String, ModelLayer> found = new LinkedHashMap<>();
    LayerPaths.all(model.backing().layered().model())
        .forEach(
            (inner, layer) -> {
              if (inner.startsWith(path + "/")) {
                found.put(inner, new ModelLayer(model, inner, layer));
              }
            });
    return found;
  }
}
