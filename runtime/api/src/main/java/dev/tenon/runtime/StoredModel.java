package dev.tenon.runtime;

import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A model in an engine's own format, such as a SavedModel: read and checked, and run as it is.
 *
 * <p>Nothing is handed to native code before it is run.
 */
public interface StoredModel extends AutoCloseable {
  /**
   * One operation of the graph.
   *
   * @param name its name in the file
   * @param operator the engine's name of what it does
   * @param inputs names of what it reads
   */
  record Step(String name, String operator, List<String> inputs) {
    public Step {
      inputs = List.copyOf(inputs);
    }
  }

  /** Returns the name for messages. */
  String name();

  /** Returns what the model wants, under the names of its signature. */
  List<Value> inputs();

  /** Returns what the model gives, under the names of its signature. */
  List<Value> outputs();

  /** Returns the operations that the outputs need, in order. */
  List<Step> steps();

  /** Returns how often each operation occurs, functions included. */
  Map<String, Integer> kinds();

  /** Returns facts such as the format and the version that wrote it, by name, in order. */
  Map<String, String> facts();

  /** Returns every variable that the outputs need, without its content. */
  List<Value> variables();

  /**
   * Returns the content of a variable.
   *
   * @throws IllegalArgumentException for an unknown name
   * @throws dev.tenon.error.MalformedModelException if the file is wrong there
   */
  Tensor variable(String name);

  /**
   * Runs the model, from any number of threads.
   *
   * @param inputs one tensor for each input, by its name
   * @param wanted names of outputs, or of operations of the graph (their first result, or {@code
   *     name:1})
   * @return one tensor for each name, in order
   * @throws IllegalArgumentException if an input does not fit, or the model cannot be run on it
   * @throws dev.tenon.error.MalformedModelException if the engine refuses the graph
   * @throws dev.tenon.error.RunStoppedException if the thread is interrupted, or the time over
   */
  List<Tensor> run(Map<String, Tensor> inputs, List<String> wanted, Deadline deadline);

  /** Frees native memory; a second call does nothing. */
  @Override
  void close();
}
