package dev.tenon.internal.backing;

import dev.tenon.engine.Engine;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.train.ModelTraining;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.limits.RunLimits;
import dev.tenon.model.SummaryOptions;
import dev.tenon.model.TensorSpec;
import dev.tenon.runtime.Deadline;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.CompileOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind a model: layers in the IR, or an ONNX file that is run as it is. */
public interface Backing extends AutoCloseable {
  /** Returns what messages call the model. */
  String name();

  List<TensorSpec> inputs();

  List<TensorSpec> outputs();

  /** Returns the call paths of the layers, or the names of the nodes' outputs, in order. */
  List<String> innerNames();

  /**
   * Returns those of the inner names that are tensors of a type that Tenon has, as far as an engine
   * knows.
   */
  default List<String> tensorNames(Engine engine) {
    return innerNames();
  }

  /** Runs on an engine and returns the outputs, or inner values, of these names. */
  List<Tensor> run(
      Engine engine, Map<String, Tensor> inputs, List<String> wanted, Deadline deadline);

  /**
   * Returns the types of outputs or inner values for inputs of given types.
   *
   * @param inputs one type for each input, in order; where a length is a symbol it stays one
   * @throws IllegalArgumentException where there is no such value, or the model does not take such
   *     inputs
   */
  List<TensorType> types(List<String> wanted, List<TensorType> inputs);

  /** Says whether what a run gives depends on those before it. */
  default boolean keepsStates() {
    return false;
  }

  /** Limits what values and loops of the runs from now on may take. */
  default void setLimits(RunLimits limits) {}

  /** Lets the next run start as if it were the first. */
  default void resetStates() {}

  /** Says whether the network is made of Keras layers whose weights are known. */
  default boolean isKeras() {
    return false;
  }

  /** Says whether the shapes of all weights are known. */
  default boolean isBuilt() {
    return true;
  }

  /** Returns the network, built for such a batch where it waited for one. */
  default Backing built(TensorType batch) {
    return this;
  }

  /**
   * Returns the Keras layers of the network, with the newest weights.
   *
   * @throws RuntimeException where it has none; says what to do instead
   */
  KerasModel keras();

  /** Returns the network as layers; one without layers is a single one of them. */
  default KerasModel layered() {
    return keras();
  }

  /** Returns the network as Keras layers: itself where it is made of them. */
  default Backing toKeras() {
    return this;
  }

  /** Returns the network with one more layer at its end. */
  default Backing add(LayerNode layer) {
    throw new IllegalStateException("layers are added to a Sequential; this model is none");
  }

  /** Returns the network with an input, where it has none yet. */
  default Backing withInput(Value input) {
    throw new IllegalStateException(
        "add(input): an input is added to a Sequential model without layers and input, such as"
            + " Model.sequential(); this model has them");
  }

  /** Returns the present values of weights and states, by name. */
  Map<String, Tensor> weights();

  /** Returns the shapes of weights and states by name, which need no values yet. */
  default Map<String, long[]> weightShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    weights().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  /** Returns those of the present values whose names begin so. */
  default Map<String, Tensor> weights(String start) {
    Map<String, Tensor> some = new LinkedHashMap<>(weights());
    some.keySet().removeIf(name -> !name.startsWith(start));
    return some;
  }

  /**
   * Returns the network as one that can be changed and written.
   *
   * @throws RuntimeException where it cannot; says what to do instead
   */
  EditableNetwork editable();

  /** Returns the training. */
  ModelTraining training();

  /** Chooses what the network is trained with. */
  default void compile(CompileOptions options) {
    training().compile(options);
  }

  /** Returns what it was compiled with; null where it was not. */
  default @Nullable CompileOptions compiled() {
    return null;
  }

  /** Says whether an engine can run the network. */
  default boolean runsOn(Engine engine) {
    return true;
  }

  /** Returns what a TensorFlow graph of the network cannot say. */
  default List<String> graphNotes() {
    return List.of();
  }

  /** Returns the nodes and weights of an ONNX file. */
  default OnnxStructure structure() {
    throw notOnnx();
  }

  /** Returns all that an ONNX file says, with the weights of now. */
  default OnnxStructure details() {
    throw notOnnx();
  }

  /** Returns an ONNX file as a graph of operators, with the weights of now. */
  default OnnxGraph graph() {
    throw notOnnx();
  }

  /** Returns the opset of an ONNX file; 0 for other networks. */
  default long opset() {
    return 0;
  }

  /** Returns how many layers an ONNX file has as several operators each, by name. */
  default Map<String, Integer> recognised() {
    return Map.of();
  }

  /** Returns what to throw where only an ONNX file will do. */
  default IllegalStateException notOnnx() {
    return new IllegalStateException("this model was not read from an ONNX file");
  }

  String summary(SummaryOptions options);

  /** Returns facts such as the format and the version that wrote it, by name, in order. */
  Map<String, String> description();

  /** Returns how often each class of layer, or operator, occurs. */
  Map<String, Integer> kinds();

  /** Returns sentences about what was read and set aside. */
  List<String> warnings();

  /** Says whether there may be native memory, or files of its own, to free. */
  default boolean holdsNatives() {
    return true;
  }

  /** Frees native memory that the next run takes again; files and a training stay. */
  default void release() {}

  @Override
  void close();
}
