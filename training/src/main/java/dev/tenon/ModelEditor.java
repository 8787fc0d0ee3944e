package dev.tenon;

import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.format.FileFormats;
import dev.tenon.internal.lora.PeftFolder;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.quantizers.QuantizationConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Derives other models from a model: parts of it, and variants with added, replaced or renamed
 * layers.
 *
 * <p>The model itself does not change. Results share its layers and weights, as in Keras, are not
 * compiled and are closed separately. For an ONNX network, {@link #cut} and {@link #rename} create
 * networks with weights of their own. Layers can follow it but not enter it, unless {@link
 * #toKeras()} has converted it to layers.
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
   * @param paths the layers of the outputs; {@code dense@2} is the second call of a layer, {@code
   *     lstm:1} its second result. In an ONNX network they are values, or nodes for their first
   *     results
   * @throws IllegalArgumentException if a path is unknown; the message has the nearest ones
   */
  public Model cut(String... paths) {
    return model.with(model.backing().editable().cut(List.of(paths)));
  }

  /**
   * Returns the model without its classifier: Keras' {@code include_top=False}.
   *
   * <p>The top starts at the last layer that flattens (Flatten or a global pooling) if layers with
   * weights precede it. Otherwise it starts at the last layer with weights.
   */
  public Model withoutTop() {
    return model.with(model.backing().editable().withoutTop());
  }

  /**
   * Returns the model with layers behind its output. An ONNX network becomes the first layer, and
   * the result is saved as {@code .onnx}.
   *
   * @param layers the layers to add
   */
  public Model append(LayerLike... layers) {
    return model.with(
        model.backing().editable().append(Stream.of(layers).map(LayerLike::member).toList()));
  }

  /**
   * Returns the model with an additional layer behind each call of a layer.
   *
   * @param path the layer
   * @param added the layer to add
   * @throws IllegalArgumentException if the path is unknown
   */
  public Model insertAfter(String path, LayerLike added) {
    return model.with(model.backing().editable().insertAfter(path, added.member()));
  }

  /**
   * Returns the model with another layer in place of one.
   *
   * @param path the layer to replace
   * @param other the new layer
   * @throws IllegalArgumentException if the path is unknown
   */
  public Model replace(String path, LayerLike other) {
    return model.with(model.backing().editable().replace(path, other.member()));
  }

  /**
   * Returns the model with new names of layers or inputs; in an ONNX network also of nodes,
   * outputs, weights and inner values.
   *
   * @param names new names, without a path, by current path
   * @throws IllegalArgumentException if a path is unknown
   */
  public Model rename(Map<String, String> names) {
    return model.with(model.backing().editable().rename(names));
  }

  /**
   * Returns the model with a new name of one layer or input; see {@link #rename(Map)}.
   *
   * @param path the current path
   * @param name the new name
   */
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
   * Returns a copy of the model with low-rank adapters, with Keras' defaults: Keras' {@code
   * layer.enable_lora(rank)} for many layers; see {@link #enableLora(LoraConfig, String...)}.
   *
   * @param rank the rank of the adapters
   * @param layers which layers, as {@code model.layers()} matches them
   */
  public Model enableLora(int rank, String... layers) {
    return enableLora(LoraConfig.lora(rank), layers);
  }

  /**
   * Returns a copy of the model with low-rank adapters: a weight {@code W} becomes {@code W +
   * loraAlpha / rank · A · B}, and A and B learn in its place.
   *
   * <p>Dense, EinsumDense, Embedding, ReversibleEmbedding and the projections inside attention can
   * have one; a pattern that matches an attention or a model inside means all layers in it. In an
   * ONNX network the weights of MatMul and Gemm have adapters. The copy has weights of its own and
   * gives equal outputs until it is trained. All weights but those of adapters are frozen; {@code
   * layers().unfreeze(…)} lets a head learn, too.
   *
   * <p>{@code .keras}, {@code .weights.h5} and exports of Keras models hold merged weights.
   *
   * @param config the rank and other options
   * @param layers which layers, as {@code model.layers()} matches them; without any, all that have
   *     a kernel, but no tables
   * @throws IllegalArgumentException if a pattern matches no such layer, or a layer has an adapter
   *     already, a constraint or quantized weights
   * @see <a href="https://keras.io/api/layers/core_layers/dense/">Keras: enable_lora</a>
   */
  public Model enableLora(LoraConfig config, String... layers) {
    RequiredArguments.check(config, "config", layers, "layers");
    return model.with(model.backing().editable().enableLora(config, List.of(layers)));
  }

  /**
   * Returns a copy of the model with the adapters of a folder of PEFT: Python's {@code
   * PeftModel.from_pretrained(model, folder)}.
   *
   * <p>Weights in {@code modules_to_save} take the places of the model's. All other weights are
   * frozen, as by {@link #enableLora}.
   *
   * @param folder the folder with {@code adapter_config.json} and {@code adapter_model.safetensors}
   * @throws dev.tenon.error.MalformedModelException if the adapter is of another network
   * @throws dev.tenon.error.UnsupportedModelException if it is no plain LoRA
   * @throws IOException if the folder cannot be read
   */
  public Model loadLora(Path folder) throws IOException {
    RequiredArguments.check(folder, "folder");
    Backing backing = model.backing();
    return model.with(
        backing.editable().withLora(PeftFolder.read(folder), FileFormats.places(backing)));
  }

  /**
   * Returns a copy of the model whose low-rank adapters are merged into the weights, with equal
   * outputs up to rounding.
   *
   * <p>Layers that were frozen stay so.
   *
   * @throws IllegalArgumentException if the model has no adapters
   */
  public Model mergeLora() {
    return model.with(model.backing().editable().mergeLora());
  }

  /**
   * Converts an ONNX network to equivalent Keras layers with weights of their own; a Keras model
   * gives a view of itself.
   *
   * <p>The result trains, changes and is saved as every Keras model, and is closed separately.
   * Inputs and outputs keep their axes. The batch axis becomes variable unless the network mixes
   * its samples. Operators without a layer become functions of {@code keras.ops}, which a {@code
   * .keras} file can hold and an {@code .h5} cannot.
   *
   * @throws dev.tenon.error.UnsupportedModelException if Keras has no equivalent of some nodes; the
   *     message lists them
   */
  public Model toKeras() {
    return model.asLayers();
  }
}
