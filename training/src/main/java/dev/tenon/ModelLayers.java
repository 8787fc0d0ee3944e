package dev.tenon;

import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.layers.base.LayerNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers of a model, to look up and to freeze.
 *
 * <p>A layer is named by its path: {@code dense_1}, or {@code encoder/dense_1} inside a model. A
 * pattern is a glob: {@code *} stands for any characters but a slash, {@code **} for any, {@code ?}
 * for one. Without a slash it is the layer's own name that has to fit, wherever the layer is. In an
 * ONNX network, which is one layer, patterns name weights, or the nodes that read them.
 *
 * <p>What is frozen or not counts from the next {@code compile} on.
 */
public final class ModelLayers implements Iterable<ModelLayer> {
  private final Model model;

  ModelLayers(Model model) {
    this.model = model;
  }

  private Map<String, LayerNode> all() {
    return LayerPaths.all(model.backing().layered().model());
  }

  private ModelLayer view(String path, LayerNode node) {
    return new ModelLayer(model, path, node);
  }

  /** Returns the paths in Keras' order, those inside a layer behind that of the layer. */
  public List<String> names() {
    return List.copyOf(all().keySet());
  }

  /** Returns the number of layers, those inside others included. */
  public int size() {
    return all().size();
  }

  /** Says whether there is a layer of this path. */
  public boolean contains(String path) {
    return all().containsKey(path);
  }

  /**
   * Returns a layer: Keras' {@code get_layer(name)}.
   *
   * @throws IllegalArgumentException for an unknown path; the message has the nearest ones
   */
  public ModelLayer get(String path) {
    return view(path, LayerPaths.find(model.backing().layered().model(), path));
  }

  /**
   * Returns a layer by its position: Keras' {@code get_layer(index=…)}. Layers inside others do not
   * count; a negative position counts from the end.
   *
   * @throws IndexOutOfBoundsException where there are fewer layers
   */
  public ModelLayer get(int index) {
    List<LayerNode> outer = model.backing().layered().model().layers();
    int at = index < 0 ? outer.size() + index : index;
    if (at < 0 || at >= outer.size()) {
      throw new IndexOutOfBoundsException(
          "layer " + index + ": the model has " + outer.size() + " layers");
    }
    LayerNode node = outer.get(at);
    return view(node.name(), node);
  }

  /**
   * Returns the layers that a pattern names, by path.
   *
   * @throws IllegalArgumentException where it fits none
   */
  public Map<String, ModelLayer> matching(String pattern) {
    Map<String, ModelLayer> found = new LinkedHashMap<>();
    LayerPaths.matching(model.backing().layered().model(), pattern)
        .forEach((path, node) -> found.put(path, view(path, node)));
    return found;
  }

  /** Returns the names of what {@link #freeze(String)} freezes: layers, or weights of ONNX. */
  public Set<String> names(String pattern) {
    return model.backing().editable().matching(pattern);
  }

  /** Freezes all layers: Keras' {@code model.trainable = False}. */
  public ModelLayers freeze() {
    model.backing().editable().setFrozen(true);
    return this;
  }

  /**
   * Freezes the layers that a pattern names, in all models that they are part of. An ONNX file says
   * in its metadata what is frozen.
   *
   * @throws IllegalArgumentException where it fits none
   */
  public ModelLayers freeze(String pattern) {
    model.backing().editable().setFrozen(pattern, true);
    return this;
  }

  /** Lets optimizers change all layers again. */
  public ModelLayers unfreeze() {
    model.backing().editable().setFrozen(false);
    return this;
  }

  /**
   * Lets optimizers change the layers that a pattern names; other layers inside the same frozen
   * model stay as they are.
   *
   * @throws IllegalArgumentException where it fits none
   */
  public ModelLayers unfreeze(String pattern) {
    model.backing().editable().setFrozen(pattern, false);
    return this;
  }

  /**
   * Lets optimizers change only what some patterns name, until it is called again: first a new
   * head, then more of the network. A pattern may also fit the path of a weight.
   *
   * @throws IllegalArgumentException where none of a Keras model's layers fits
   */
  public ModelLayers trainOnly(String... patterns) {
    model.backing().editable().trainable(patterns);
    return this;
  }

  @Override
  public Iterator<ModelLayer> iterator() {
    List<ModelLayer> views = new ArrayList<>();
    all().forEach((path, node) -> views.add(view(path, node)));
    return views.iterator();
  }

  @Override
  public String toString() {
    return names().toString();
  }
}
