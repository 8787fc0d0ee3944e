package dev.tenon.runtime;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Compiles graphs of operators into something that runs; found by {@link ServiceLoader}.
 *
 * <p>What only some engines do is an interface each, which an engine implements or not: {@link
 * OnnxFileEngine}, {@link StoredModelEngine}, {@link GradientEngine}, {@link TrainingEngine}.
 */
public interface Engine {
  /** Returns the name by which a user asks for the engine: tensorflow or onnxruntime. */
  String name();

  /**
   * Loads the native library now and not with the first model, where that has not been done.
   *
   * <p>What is to write a file and needs an engine afterwards calls this before it writes.
   *
   * @throws IllegalStateException if the library is missing; names the dependency that brings it
   */
  void load();

  /**
   * Compiles a graph for prediction.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @param inner values inside the graph that may be asked for besides its outputs
   * @throws dev.tenon.error.UnsupportedModelException if an operator cannot be run, naming all
   */
  Executable compile(Graph graph, ParameterStore parameters, List<Value> inner);

  /** Returns the engine of a name; empty if it is not on the class path. */
  static Optional<Engine> find(String name) {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.name().equals(name))
        .findFirst();
  }

  /**
   * Returns the engine of a name.
   *
   * @throws IllegalStateException if it is not on the class path; says which dependency brings it
   */
  static Engine of(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no engine '"
                        + name
                        + "' on the class path: add the dependency dev.tenon:tenon-runtime-"
                        + name));
  }
}
