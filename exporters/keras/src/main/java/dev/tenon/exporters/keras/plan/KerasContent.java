package dev.tenon.exporters.keras.plan;

import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.calls.CallStructure;
import dev.tenon.keras.config.OptimizerVariable;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model that a file gets.
 *
 * @param model the layers and their connections
 * @param lowered the lowered model with its declared parameters
 * @param parameters the content of all parameters
 * @param inputs the structure of the inputs in Python
 * @param outputs the structure of the outputs in Python
 * @param training the training state
 * @param registered the Python names of custom layers, from the source file
 */
public record KerasContent(
    NestedModel model,
    Lowered lowered,
    ParameterStore parameters,
    CallStructure inputs,
    CallStructure outputs,
    Training training,
    Map<LayerNode, RecordedLayer> registered) {
  public KerasContent {
    registered = Map.copyOf(registered);
  }

  /**
   * How a model was being trained.
   *
   * @param generation the generation of the configuration and of the variables' order
   * @param config {@code training_config} of an HDF5 file or {@code compile_config} of an archive;
   *     empty for a model that was not compiled
   * @param optimizerWeights the optimizer's variables in its order; empty without any
   * @param variables the identified variables in Keras 3's order, with Keras 3's further ones; the
   *     learning rate may be missing; empty if unknown
   */
  public record Training(
      KerasGeneration generation,
      Map<String, @Nullable Object> config,
      Map<String, Tensor> optimizerWeights,
      Map<? extends OptimizerVariable, Tensor> variables) {
    /** A model that was never compiled. */
    public static final Training NONE =
        new Training(KerasGeneration.KERAS_3, Map.of(), Map.of(), Map.of());

    public Training {
      config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
      optimizerWeights = Collections.unmodifiableMap(new LinkedHashMap<>(optimizerWeights));
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
  }
}
