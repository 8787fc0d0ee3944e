package dev.tenon.internal.backing;

import dev.tenon.exporters.keras.KerasExporter;
import dev.tenon.internal.lora.PeftAdapter;
import dev.tenon.internal.lora.PeftPlace;
import dev.tenon.internal.saving.GraphSaving;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.quantizers.QuantizationConfig;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network whose layers or operators are known: it can be changed, frozen and written. */
public interface EditableNetwork {
  /** Returns the network as a layer of other models, with the same weights. */
  LayerNode asLayer();

  /** Returns the part of the network that ends at inner values. */
  Backing cut(List<String> names);

  /** Returns the network without its classifier. */
  Backing withoutTop();

  /** Returns the network with layers behind its output. */
  Backing append(List<LayerNode> head);

  /** Returns the network with one more layer behind every call of a layer. */
  Backing insertAfter(String path, LayerNode added);

  /** Returns the network with another layer in the place of one. */
  Backing replace(String path, LayerNode other);

  /** Returns the network with other names. */
  Backing rename(Map<String, String> names);

  /**
   * Returns the network with quantized layers.
   *
   * @param layers patterns of the layers; all where none is given
   */
  Backing quantize(QuantizationConfig config, List<String> layers);

  /**
   * Returns a copy of the network with low-rank adapters.
   *
   * @param layers patterns of the layers; all dense ones where none is given
   */
  Backing enableLora(LoraConfig config, List<String> layers);

  /**
   * Returns a copy of the network with the adapters of a folder.
   *
   * @param places where PyTorch has the weights, as far as that is known
   */
  Backing withLora(PeftAdapter adapter, Map<Parameter, PeftPlace> places);

  /**
   * Returns the adapters of the network as PEFT has them.
   *
   * @param places where PyTorch has the weights, as far as that is known
   * @throws IllegalArgumentException if there are none
   */
  PeftAdapter lora(Map<Parameter, PeftPlace> places);

  /** Returns a copy of the network whose adapters are merged into the weights. */
  Backing mergeLora();

  /** Returns the network with weights of its own, which begin equal. */
  Backing copy();

  /** Freezes all weights, or lets all be learned again. */
  void setFrozen(boolean frozen);

  /** Freezes what a pattern names, or lets it be learned again. */
  void setFrozen(String pattern, boolean frozen);

  /** Returns the names of what a pattern freezes. */
  Set<String> matching(String pattern);

  /** Lets only what some patterns name be learned. */
  void trainable(String... patterns);

  /** Gives weights and states other values. */
  void setWeights(Map<String, Tensor> values);

  /** Returns the operators to write as a TensorFlow graph. */
  GraphSaving.Content content();

  /**
   * Returns what writes the network as a Keras file.
   *
   * @param asked how; null for what the name and the network ask for
   * @param notes texts that lie beside the network
   */
  KerasExporter exporter(Path target, @Nullable KerasOptions asked, Map<String, String> notes);

  /** Fails where the network cannot be written as an ONNX file. */
  void checkOnnx();

  /**
   * Writes an ONNX file: an ONNX network as it was read.
   *
   * @param notes more metadata
   * @return what a reader should know of the file
   */
  List<String> saveOnnx(Path target, Map<String, String> notes) throws IOException;

  /** Writes an ONNX file with options; an ONNX network is written anew. */
  List<String> saveOnnx(Path target, OnnxOptions options) throws IOException;
}
