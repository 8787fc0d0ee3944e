package dev.tenon.ir.layer;

import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A layer as a member of a model: what it computes, and what all layers have.
 *
 * <p>Compared by identity: the same node called twice, or held by two models, shares its weights.
 */
public final class LayerNode implements Member {
  private final String name;
  private final Layer<?> layer;
  private volatile boolean trainable;
  private final DTypePolicy dtypePolicy;
  private @Nullable List<Long> inputShape;
  private final LayerState state = new LayerState();

  /**
   * Creates a node.
   *
   * @param name Keras' name of the layer, such as {@code conv2d_1}
   * @param layer what it computes
   * @param trainable whether an optimizer may change its weights
   * @param dtypePolicy the types it computes in and stores
   */
  public LayerNode(String name, Layer<?> layer, boolean trainable, DTypePolicy dtypePolicy) {
    this.name = name;
    this.layer = layer;
    this.trainable = trainable;
    this.dtypePolicy = dtypePolicy;
  }

  /** Creates a trainable node that computes in float32. */
  public LayerNode(String name, Layer<?> layer) {
    this(name, layer, true, DTypePolicy.FLOAT32);
  }

  /** Returns Keras' name of the layer. */
  public String name() {
    return name;
  }

  /** Returns what the layer computes. */
  public Layer<?> layer() {
    return layer;
  }

  /** Says whether an optimizer may change the weights. */
  public boolean trainable() {
    return trainable;
  }

  /**
   * Freezes or thaws the layer, and all layers inside it; models see it when they are compiled
   * next.
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

  /** Freezes or thaws the layer and leaves layers inside it as they are. */
  public void setTrainableHere(boolean trainable) {
    this.trainable = trainable;
  }

  /**
   * Says what the layer takes, for the first layer of a Sequential.
   *
   * @param shape without the batch axis; -1 stands for an open length
   */
  public LayerNode inputShape(long... shape) {
    inputShape = LongStream.of(shape).boxed().toList();
    return this;
  }

  /** Returns what {@link #inputShape(long...)} said; null where it was not called. */
  public @Nullable List<Long> inputShape() {
    return inputShape;
  }

  /** Returns the weights of the layer, which all models that it is part of share. */
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

  @Override
  public String toString() {
    return "'" + name + "' (" + layer.className() + ")";
  }
}
