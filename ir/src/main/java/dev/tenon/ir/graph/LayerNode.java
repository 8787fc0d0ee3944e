package dev.tenon.ir.graph;

import dev.tenon.ir.layer.DTypePolicy;
import dev.tenon.ir.layer.Layer;

/**
 * A layer as a member of a model: what it computes, and what all layers have.
 *
 * <p>Compared by identity: the same node called twice, or held by two models, shares its weights.
 */
public final class LayerNode {
  private final String name;
  private final Layer<?> layer;
  private final boolean trainable;
  private final DTypePolicy dtypePolicy;

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

  /** Returns the types the layer computes in and stores. */
  public DTypePolicy dtypePolicy() {
    return dtypePolicy;
  }

  @Override
  public String toString() {
    return "'" + name + "' (" + layer.className() + ")";
  }
}
