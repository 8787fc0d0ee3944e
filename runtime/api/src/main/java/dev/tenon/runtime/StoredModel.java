package dev.tenon.runtime;

import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A validated model in an engine's own format, such as a SavedModel, that runs directly.
 *
 * <p>Native code receives nothing before the first run.
 */
public interface StoredModel extends AutoCloseable {
  /**
   * One operation of the graph.
   *
   * @param name its name in the file
   * @param operator the engine's name of the operation
   * @param inputs the names of its inputs
   */
  record Step(String name, String operator, List<String> inputs) {
    public Step {
      inputs = List.copyOf(inputs);
    }
  }

  /** Returns the name for messages. */
  String name();

  /** Returns the inputs of the model, by the names of its signature. */
  List<Value> inputs();

  /** Returns the outputs of the model, by the names of its signature. */
  List<Value> outputs();

  /** Returns the operations that the outputs depend on, in order. */
  List<Step> steps();

  /** Returns the number of occurrences of each operation, functions included. */
  Map<String, Integer> kinds();

  /** Returns facts such as the format and the version of its writer, by name, in order. */
  Map<String, String> facts();

  /** Returns every variable that the outputs depend on, without its content. */
  List<Value> variables();

  /**
   * Returns the content of a variable.
   *
   * @throws IllegalArgumentException for an unknown name
   * @throws dev.tenon.error.MalformedModelException if the file is damaged there
   */
  Tensor variable(String name);

  /**
   * Runs the model, from any number of threads.
   *
   * @param inputs one tensor for each input, by its name
   * @param wanted names of outputs, or of operations of the graph (their first result, or {@code
   *     name:1})
   * @return one tensor for each name, in order
   * @throws IllegalArgumentException if an input does not fit
   * @throws dev.tenon.error.MalformedModelException if the engine refuses the graph
   * @throws dev.tenon.error.RunStoppedException if the thread is interrupted, or the deadline has
   *     passed
   */
  List<Tensor> run(Map<String, Tensor> inputs, List<String> wanted, Deadline deadline);

  /** Frees native memory; a second call does nothing. */
  @Override
  void close();
}
