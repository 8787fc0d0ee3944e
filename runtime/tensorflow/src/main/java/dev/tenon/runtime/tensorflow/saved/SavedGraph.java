package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.formats.checkpoint.Checkpoint;
import dev.tenon.ir.graph.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.GraphDef;

/**
 * What of a file TensorFlow is to run: checked, and no more than the outputs need.
 *
 * @param name names the file in messages
 * @param graph operations and functions
 * @param inputs what is fed
 * @param outputs what is given
 * @param variables the checkpoint's key of every variable, by the name of its operation
 * @param checkpoint where their content is; null where there is none
 * @param initializers operations that are run once, after the variables are filled
 * @param facts what {@code tenon check} prints
 */
public record SavedGraph(
    String name,
    GraphDef graph,
    List<Port> inputs,
    List<Port> outputs,
    Map<String, String> variables,
    @Nullable Checkpoint checkpoint,
    List<String> initializers,
    Map<String, String> facts) {
  /**
   * An end of the graph.
   *
   * @param tensor TensorFlow's name of it, such as {@code dense/Softmax:0}
   * @param value its name and type for a caller; null where only TensorFlow knows the type
   */
  public record Port(String key, String tensor, @Nullable Value value) {
    /** Returns the name of the operation. */
    public String operation() {
      return GraphPart.operation(tensor);
    }
  }

  public SavedGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    initializers = List.copyOf(initializers);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }
}
