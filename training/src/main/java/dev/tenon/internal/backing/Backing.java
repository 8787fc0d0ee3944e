package dev.tenon.internal.backing;

import dev.tenon.ir.shape.TensorType;
import dev.tenon.model.ModelInput;
import dev.tenon.model.SummaryOptions;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.RunLimits;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** What stands behind a model: layers in the IR, or an ONNX file that is run as it is. */
public interface Backing extends AutoCloseable {
  /** Returns what messages call the model. */
  String name();

  List<ModelInput> inputs();

  List<ModelInput> outputs();

  /** Returns the call paths of the layers, or the names of the nodes' outputs, in order. */
  List<String> innerNames();

  /**
   * Returns those of the inner names that are tensors of a type that Tenon has, as far as an engine
   * knows.
   */
  default List<String> tensorNames(String engine) {
    return innerNames();
  }

  /** Runs on an engine and returns the outputs, or inner values, of these names. */
  List<Tensor> run(
      String engine, Map<String, Tensor> inputs, List<String> wanted, Deadline deadline);

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
