package dev.tenon;

import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.format.FileFormats;
import dev.tenon.internal.lora.PeftFolder;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.layers.base.LayerNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers of a model, with look-up by path, glob patterns and freezing.
 *
 * <p>A path is {@code dense_1}, or {@code encoder/dense_1} inside a nested model. In a pattern,
 * {@code *} stands for any characters but a slash, {@code **} for any characters and {@code ?} for
 * one. A pattern without a slash matches names of layers at any depth. In an ONNX network, which is
 * one layer, patterns match weights or the nodes that read them.
 *
 * <p>Changes of trainability take effect with the next {@code compile}.
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

  /** Returns the paths in Keras' order; inner layers follow their layer. */
  public List<String> names() {
    return List.copyOf(all().keySet());
  }

  /** Returns the number of layers, including inner ones. */
  public int size() {
    return all().size();
  }

  /**
   * Returns whether a layer has this path.
   *
   * @param path the path
   */
  public boolean contains(String path) {
    return all().containsKey(path);
  }

  /**
   * Returns a layer by its path: Keras' {@code get_layer(name)}.
   *
   * @param path the path
   * @throws IllegalArgumentException if the path is unknown; the message has the nearest ones
   */
  public ModelLayer get(String path) {
    return view(path, LayerPaths.find(model.backing().layered().model(), path));
  }

  /**
   * Returns a layer by its index, without inner layers: Keras' {@code get_layer(index=…)}.
   *
   * @param index the index, from 0; negative values count from the end
   * @throws IndexOutOfBoundsException if there are fewer layers
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
   * Returns the layers that match a pattern, by path.
   *
   * @param pattern the glob pattern
   * @throws IllegalArgumentException if no layer matches
   */
  public Map<String, ModelLayer> matching(String pattern) {
    Map<String, ModelLayer> found = new LinkedHashMap<>();
    LayerPaths.matching(model.backing().layered().model(), pattern)
        .forEach((path, node) -> found.put(path, view(path, node)));
    return found;
  }

  /**
   * Returns the names that {@link #freeze(String)} would freeze: layers, or weights of ONNX.
   *
   * @param pattern the glob pattern
   */
  public Set<String> names(String pattern) {
    return model.backing().editable().matching(pattern);
  }

  /**
   * Freezes all layers: Keras' {@code model.trainable = False}.
   *
   * @return this object
   */
  public ModelLayers freeze() {
    model.backing().editable().setFrozen(true);
    return this;
  }

  /**
   * Freezes the layers that match a pattern, in all models that share them. ONNX files keep it in
   * their metadata.
   *
   * @param pattern the glob pattern
   * @return this object
   * @throws IllegalArgumentException if no layer matches
   */
  public ModelLayers freeze(String pattern) {
    model.backing().editable().setFrozen(pattern, true);
    return this;
  }

  /**
   * Makes all layers trainable.
   *
   * @return this object
   */
  public ModelLayers unfreeze() {
    model.backing().editable().setFrozen(false);
    return this;
  }

  /**
   * Makes the layers that match a pattern trainable; other inner layers of a frozen model stay
   * frozen.
   *
   * @param pattern the glob pattern
   * @return this object
   * @throws IllegalArgumentException if no layer matches
   */
  public ModelLayers unfreeze(String pattern) {
    model.backing().editable().setFrozen(pattern, false);
    return this;
  }

  /**
   * Makes only the layers or weights that match some patterns trainable, in place of an earlier
   * choice.
   *
   * <p>Fine-tuning first trains a new head and then more of the network. A pattern can match the
   * path of a weight.
   *
   * @param patterns the glob patterns
   * @return this object
   * @throws IllegalArgumentException if no layer of a Keras model matches
   */
  public ModelLayers trainOnly(String... patterns) {
    model.backing().editable().trainable(patterns);
    return this;
  }

  /**
   * Writes the low-rank adapters as a folder of PEFT, which Python's {@code
   * PeftModel.from_pretrained} opens: {@code adapter_config.json} and {@code
   * adapter_model.safetensors}.
   *
   * <p>Modules have the names of PyTorch in a model from a folder of Hugging Face, else those of
   * layers or ONNX weights. Other trainable weights, such as those of a head, are written whole. An
   * adapter that Keras splits by heads has the rank times the number of heads.
   *
   * @param folder the folder, which appears only when it is complete
   * @throws IllegalArgumentException if the model has no adapters
   * @throws IOException if it cannot be written
   */
  public void saveLora(Path folder) throws IOException {
    RequiredArguments.check(folder, "folder");
    Backing backing = model.backing();
    PeftFolder.write(
        folder, backing.editable().lora(FileFormats.places(backing)), FileFormats.origin(backing));
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
