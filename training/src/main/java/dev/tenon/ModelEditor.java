package dev.tenon;

import dev.tenon.ir.layer.LayerLike;
import dev.tenon.quantizers.QuantizationConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes other models of a model: parts of it, and copies with layers added, replaced or renamed.
 *
 * <p>The model itself stays as it is. What is returned has its layers in common with it, weights
 * included, as in Keras; it is not compiled, and each model is closed by itself. Of an ONNX
 * network, {@link #cut} and {@link #rename} make networks with weights of their own; layers can be
 * put behind it but not into it, unless {@link #toKeras()} made it layers.
 */
public final class ModelEditor {
  private final Model model;

  ModelEditor(Model model) {
    this.model = model;
  }

  /**
   * Returns the part of the model that ends at inner values: Keras' {@code Model(model.input,
   * model.get_layer(path).output)}.
   *
   * @param paths a layer each; {@code dense@2} is the second call of a layer, {@code lstm:1} its
   *     second result; in an ONNX network a value, or a node for its first result
   * @throws IllegalArgumentException for an unknown path; the message has the nearest ones
   */
  public Model cut(String... paths) {
    return model.with(model.backing().editable().cut(List.of(paths)));
  }

  /**
   * Returns the model without its classifier: Keras' {@code include_top=False}.
   *
   * <p>The top begins with the last layer that flattens (Flatten, or a global pooling) where layers
   * with weights come before it, else with the last layer that has weights.
   */
  public Model withoutTop() {
    return model.with(model.backing().editable().withoutTop());
  }

  /**
   * Returns the model with layers behind its output; an ONNX network becomes its first layer, and
   * the whole is saved as {@code .onnx}.
   */
  public Model append(LayerLike... layers) {
    return model.with(
        model.backing().editable().append(Stream.of(layers).map(LayerLike::member).toList()));
  }

  /** Returns the model with one more layer, behind every call of a layer. */
  public Model insertAfter(String path, LayerLike added) {
    return model.with(model.backing().editable().insertAfter(path, added.member()));
  }

  /** Returns the model with another layer in the place of one. */
  public Model replace(String path, LayerLike other) {
    return model.with(model.backing().editable().replace(path, other.member()));
  }

  /**
   * Returns the model with other names of layers or inputs; of an ONNX network, of nodes, inputs,
   * outputs, weights and inner values.
   *
   * @param names new names, without a path, by present path
   */
  public Model rename(Map<String, String> names) {
    return model.with(model.backing().editable().rename(names));
  }

  /** Returns the model with another name of one layer or input; see {@link #rename(Map)}. */
  public Model rename(String path, String name) {
    return rename(Map.of(path, name));
  }

  /**
   * Returns the model with quantized layers, with Keras' defaults: Keras' {@code
   * model.quantize("int8")}.
   *
   * @param mode {@code int8}, {@code int4} or {@code float8}
   * @param layers which layers, as {@code model.layers()} matches them; all where none is given
   */
  public Model quantize(String mode, String... layers) {
    RequiredArguments.check(mode, "mode");
    return quantize(QuantizationConfig.of(mode), layers);
  }

  /**
   * Returns the model with quantized layers: Keras' {@code model.quantize(config=…)}.
   *
   * <p>Dense, EinsumDense, Embedding and ReversibleEmbedding are quantized, in {@code float8} the
   * first two. Layers inside other layers, such as those of MultiHeadAttention, stay as they are:
   * Keras' files do not say that they are quantized. Kernels and tables no longer learn.
   *
   * @param config how
   * @param layers which layers, as {@code model.layers()} matches them; all where none is given
   * @throws IllegalArgumentException where a layer is quantized already, or no layer can be
   * @see <a href="https://keras.io/api/models/model/#quantize-method">Keras: quantize</a>
   */
  public Model quantize(QuantizationConfig config, String... layers) {
    RequiredArguments.check(config, "config", layers, "layers");
    return model.with(model.backing().editable().quantize(config, List.of(layers)));
  }

  /**
   * Returns an ONNX network as the Keras layers that compute the same, with weights of its own: it
   * then trains, changes and is saved as every Keras model. Of a Keras model it is a view: the same
   * layers, weights and training. In both cases each model is closed by itself.
   *
   * <p>Inputs and outputs keep their axes; the batch is open, also where the file fixes it, unless
   * the network mixes its samples. What no layer says becomes a function of {@code keras.ops},
   * which a {@code .keras} file holds and an {@code .h5} does not.
   *
   * @throws dev.tenon.error.UnsupportedModelException where parts of the network are no layers of
   *     Keras; lists their nodes
   */
  public Model toKeras() {
    return model.asLayers();
  }
}
