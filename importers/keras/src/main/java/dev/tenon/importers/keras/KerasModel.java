package dev.tenon.importers.keras;

import dev.tenon.formats.FileStamp;
import dev.tenon.importers.keras.container.TrainingState;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.op.Unary;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.calls.CallStructure;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of a Keras file.
 *
 * @param name the model's name
 * @param model the layers and their connections; the root of nested models
 * @param lowered the model lowered for inference, with its declared parameters
 * @param parameters the content of the parameters in the file's form; empty for a configuration
 *     only
 * @param inputStructure the structure of the inputs in Python
 * @param outputStructure the structure of the outputs in Python
 * @param training the compile configuration and the optimizer's state
 * @param source the origin of the model
 * @param warnings sentences about ignored parts of the file; normally empty
 * @param recorded the file's further facts of each layer, which locate its weights
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
   * The origin of a model.
   *
   * @param file the file's name
   * @param dialect the generation of Keras that wrote it
   * @param kerasVersion the recorded version; null without one
   * @param backend the recorded backend, such as {@code tensorflow}; null without one
   * @param stamp the state of the file; null for a model from elsewhere
   * @param notes texts of the source that its format is written with again, by name
   */
  public record SourceInfo(
      String file,
      KerasDialect dialect,
      @Nullable String kerasVersion,
      @Nullable String backend,
      @Nullable FileStamp stamp,
      Map<String, String> notes) {
    public SourceInfo {
      notes = Map.copyOf(notes);
    }
  }

  /** Returns a copy that says where the model comes from, and what was set aside. */
  public KerasModel withSource(SourceInfo other, List<String> otherWarnings) {
    return new KerasModel(
        name,
        model,
        lowered,
        parameters,
        inputStructure,
        outputStructure,
        training,
        other,
        otherWarnings,
        recorded);
  }

  /** Returns a copy with another training state. */
  public KerasModel withTraining(TrainingState other) {
    return with(lowered, parameters, other);
  }

  /** Returns a copy with other weights. */
  public KerasModel withParameters(ParameterStore other) {
    return with(lowered, other, training);
  }

  /** Returns a copy with another lowering, such as for inputs of known lengths. */
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
   * Returns the outputs of every layer by name: {@code lstm}, {@code lstm:1} for a second output,
   * and {@code lstm:0} for the first if a different output of the model has the name {@code lstm}.
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
