package dev.tenon.layers.base;

import dev.tenon.config.RematScope;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a model: its computation, name, trainability, element types and weights.
 *
 * <p>Nodes are compared by identity. A node that is called twice, or is part of two models, shares
 * its weights.
 */
public final class LayerNode implements LayerLike {
  private final String name;
  private final Layer<?> layer;
  private volatile boolean trainable;
  private final DTypePolicy dtypePolicy;
  private final Set<LegacyOption> legacy;
  private @Nullable RematScope remat = RematScope.current();
  private @Nullable List<Long> inputShape;
  private Map<String, Tensor> startValues = Map.of();
  private Map<String, LoraConfig> adapters = Map.of();
  private final LayerState state = new LayerState();

  /**
   * Creates a node.
   *
   * @param name Keras' name of the layer, such as {@code conv2d_1}
   * @param layer its configuration
   * @param trainable whether an optimizer may change its weights
   * @param dtypePolicy the types it computes in and stores
   */
  public LayerNode(String name, Layer<?> layer, boolean trainable, DTypePolicy dtypePolicy) {
    this(name, layer, trainable, dtypePolicy, Set.of());
  }

  /**
   * Creates a node of a file of an older Keras.
   *
   * @param legacy its differences from Keras 3
   */
  public LayerNode(
      String name,
      Layer<?> layer,
      boolean trainable,
      DTypePolicy dtypePolicy,
      Set<LegacyOption> legacy) {
    this.legacy = Set.copyOf(legacy);
    this.name = name;
    this.layer = layer;
    this.trainable = trainable;
    this.dtypePolicy = dtypePolicy;
  }

  /** Creates a trainable node that computes in float32. */
  public LayerNode(String name, Layer<?> layer) {
    this(name, layer, true, DTypePolicy.FLOAT32);
  }

  /** Returns a new node of another layer, with the same trainability, types and behaviour. */
  public LayerNode like(String otherName, Layer<?> otherLayer) {
    return new LayerNode(otherName, otherLayer, trainable, dtypePolicy, legacy)
        .remat(remat)
        .adapting(adapters);
  }

  /** Returns Keras' name of the layer. */
  public String name() {
    return name;
  }

  /** Returns the configuration of the layer. */
  public Layer<?> layer() {
    return layer;
  }

  /** Returns whether an optimizer may change the weights. */
  public boolean trainable() {
    return trainable;
  }

  /**
   * Sets whether the layer and its inner layers are trainable; models apply it when they are
   * compiled next.
   */
  public void setTrainable(boolean trainable) {
    this.trainable = trainable;
    SubLayer<?> built = state.built();
    if (layer instanceof NestedModel model) {
      model.layers().forEach(inner -> inner.setTrainable(trainable));
    } else if (built != null) {
      for (Scope inside : built.scope().children().values()) {
        // The scope of a random seed is the layer's own.
        if (inside.node() != this) {
          inside.node().setTrainable(trainable);
        }
      }
    }
  }

  /** Sets whether the layer is trainable, without its inner layers. */
  public void setTrainableHere(boolean trainable) {
    this.trainable = trainable;
  }

  /**
   * Sets the input shape, for the first layer of a Sequential.
   *
   * @param shape without the batch axis; -1 stands for an open length
   */
  public LayerNode inputShape(long... shape) {
    inputShape = LongStream.of(shape).boxed().toList();
    return this;
  }

  /** Returns the input shape that {@link #inputShape(long...)} set, or null. */
  public @Nullable List<Long> inputShape() {
    return inputShape;
  }

  /**
   * Sets the first values of weights, in place of their initializers.
   *
   * @param values the values by the names of the weights
   */
  public LayerNode startingWith(Map<String, Tensor> values) {
    startValues = Map.copyOf(values);
    return this;
  }

  /**
   * Sets whether gradients compute the layer's values again, in place of keeping them.
   *
   * @param scope which values; null for none
   */
  public LayerNode remat(@Nullable RematScope scope) {
    remat = scope;
    return this;
  }

  /** Returns which of the layer's values gradients compute again; null for none. */
  public @Nullable RematScope remat() {
    return remat;
  }

  /** Returns the first value of a weight; null if its initializer sets it. */
  public @Nullable Tensor startValue(String weight) {
    return startValues.get(weight);
  }

  /**
   * Sets the low-rank adapters of the layer and of layers inside it, before it is built.
   *
   * @param adapters the adapters by the path inside this layer, such as {@code query}; the layer's
   *     own has an empty path
   */
  public LayerNode adapting(Map<String, LoraConfig> adapters) {
    this.adapters = Map.copyOf(adapters);
    return this;
  }

  /** Returns the low-rank adapters that {@link #adapting} set, by the path inside this layer. */
  public Map<String, LoraConfig> adapters() {
    return adapters;
  }

  /** Returns the weights of the layer, shared by all models with it. */
  public LayerState state() {
    return state;
  }

  @Override
  public LayerNode member() {
    return this;
  }

  /** Returns the types the layer computes in and stores. */
  public DTypePolicy dtypePolicy() {
    return dtypePolicy;
  }

  /** Returns the differences of the layer from Keras 3. */
  public Set<LegacyOption> legacy() {
    return legacy;
  }

  /** Returns whether the layer behaves as an older Keras in one respect. */
  public boolean has(LegacyOption option) {
    return legacy.contains(option);
  }

  @Override
  public String toString() {
    return "'" + name + "' (" + layer.className() + ")";
  }
}
