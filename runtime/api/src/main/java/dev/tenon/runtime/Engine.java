package dev.tenon.runtime;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Compiles graphs of operators into something that runs; found by {@link ServiceLoader}. */
public interface Engine {
  /** Returns the name by which a user asks for the engine: tensorflow or onnxruntime. */
  String name();

  /**
   * Compiles a graph for prediction.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @param inner values inside the graph that may be asked for besides its outputs
   * @throws dev.tenon.error.UnsupportedModelException where an operator cannot be run, naming all
   */
  Executable compile(Graph graph, ParameterStore parameters, List<Value> inner);

  /**
   * Prepares a training step.
   *
   * @throws dev.tenon.error.UnsupportedModelException where the engine does not train, or an
   *     operator has no gradient
   */
  Trainer train(TrainProgram program, ParameterStore parameters);

  /**
   * Returns the engine of a name.
   *
   * @throws IllegalStateException where it is not on the class path; says which dependency brings
   *     it
   */
  static Engine of(String name) {
    List<Engine> found =
        ServiceLoader.load(Engine.class).stream()
            .map(ServiceLoader.Provider::get)
            .collect(Collectors.toList());
    return found.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no engine '"
                        + name
                        + "' on the class path: add the dependency dev.tenon:tenon-runtime-"
                        + name));
  }
}
