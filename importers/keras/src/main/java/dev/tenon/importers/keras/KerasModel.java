package dev.tenon.importers.keras;

import dev.tenon.formats.FileStamp;
import dev.tenon.importers.keras.container.TrainingState;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.layer.NestedModel;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.op.Unary;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.calls.CallStructure;
import dev.tenon.keras.config.RecordedLayer;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Keras file holds.
 *
 * @param name the model's name
 * @param model its layers and how they are connected; the root of nested models
 * @param lowered the model lowered for inference, which declared the parameters
 * @param parameters the content of the parameters, as the file stores them; empty for a model that
 *     came from a configuration only
 * @param inputStructure how Python hands the inputs in
 * @param outputStructure how Python gets the outputs
 * @param training the compile configuration and the optimizer's state
 * @param source where the model comes from
 * @param warnings sentences about what was read and set aside; empty in the normal case
 * @param recorded what the file says of each layer, inner ones included, beyond what the layer
 *     itself keeps; weights are found with it
 */
public record KerasModel(
    String name,
    NestedModel model,
    Lowered lowered,
    ParameterStore parameters,
    CallStructure inputStructure,
    CallStructure outputStructure,
    TrainingState training,
    SourceInfo source,
    List<String> warnings,
    Map<LayerNode, RecordedLayer> recorded) {
  public KerasModel {
    warnings = List.copyOf(warnings);
    recorded = Map.copyOf(recorded);
  }

  /**
   * Where a model comes from.
   *
   * @param file the file's name
   * @param dialect the generation of Keras that wrote it
   * @param kerasVersion the version that it records; null if it records none
   * @param backend the backend that it records, such as {@code tensorflow}; null if it records none
   * @param stamp the file itself, as it was read; null if the model came from elsewhere
   */
  public record SourceInfo(
      String file,
      KerasDialect dialect,
      @Nullable String kerasVersion,
      @Nullable String backend,
      @Nullable FileStamp stamp) {}

  /** Returns the same model with another way of being trained. */
  public KerasModel withTraining(TrainingState other) {
    return with(lowered, parameters, other);
  }

  /** Returns the same model with other weights. */
  public KerasModel withParameters(ParameterStore other) {
    return with(lowered, other, training);
  }

  /** Returns the same model lowered in another way, such as for inputs of known lengths. */
  public KerasModel withLowered(Lowered other) {
    return with(other, parameters, training);
  }

  private KerasModel with(Lowered graph, ParameterStore weights, TrainingState state) {
    return new KerasModel(
        name,
        model,
        graph,
        weights,
        inputStructure,
        outputStructure,
        state,
        source,
        warnings,
        recorded);
  }

  /** Returns the inputs with their names, shapes and element types, in order. */
  public List<Value> inputs() {
    return model.graph().inputs();
  }

  /** Returns the names of the outputs: the keys of a dictionary, else the layers, made unique. */
  public List<String> outputNames() {
    return model.graph().outputNames();
  }

  /**
   * Returns what every layer gives, by its name: {@code lstm}, {@code lstm:1} for a second output,
   * and {@code lstm:0} for the first where an output of the model is called {@code lstm} and is
   * another.
   */
  public Map<String, Value> innerValues() {
    Set<String> taken = taken();
    Map<String, Value> values = new LinkedHashMap<>();
    lowered
        .inner()
        .forEach(
            (path, outputs) -> {
              for (int i = 0; i < outputs.size(); i++) {
                boolean plain = i == 0 && !taken.contains(path);
                values.put(plain ? path : path + ":" + i, outputs.get(i));
              }
            });
    return values;
  }

  /** Returns the names of outputs that are not what the layer of this name gives first. */
  private Set<String> taken() {
    Map<Value, Value> sources = new IdentityHashMap<>();
    for (OperatorNode node : lowered.graph().nodes()) {
      if (node.operator() instanceof Unary.Identity) {
        sources.put(node.output(), node.input(0));
      }
    }
    Set<String> taken = new HashSet<>();
    List<Value> outputs = lowered.graph().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      List<Value> own = lowered.inner().getOrDefault(outputNames().get(i), List.of());
      Value source = sources.getOrDefault(outputs.get(i), outputs.get(i));
      if (!own.isEmpty() && own.get(0) != source) {
        taken.add(outputNames().get(i));
      }
    }
    return taken;
  }

  /** Returns whether every parameter has content. */
  public boolean hasWeights() {
    return lowered.parameters().stream().allMatch(parameters::has);
  }
}
