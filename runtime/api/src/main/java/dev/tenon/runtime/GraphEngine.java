package dev.tenon.runtime;

import dev.tenon.engine.Engine;
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
public interface GraphEngine {
  /** Returns the engine as a user names it. */
  Engine engine();

  /**
   * Loads the native library now and not with the first model, where that has not been done.
   *
   * <p>What is to write a file and needs an engine afterwards calls this before it writes.
   *
   * @throws IllegalStateException where the library is missing; names the dependency that brings it
   */
  void load();

  /**
   * Compiles a graph for prediction.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @param inner values inside the graph that may be asked for besides its outputs
   * @throws dev.tenon.error.UnsupportedModelException where an operator cannot be run, naming all
   */
  Executable compile(Graph graph, ParameterStore parameters, List<Value> inner);

  /** Returns an engine; empty where it is not on the class path. */
  static Optional<GraphEngine> find(Engine engine) {
    return ServiceLoader.load(GraphEngine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(found -> found.engine() == engine)
        .findFirst();
  }

  /**
   * Returns an engine.
   *
   * @throws IllegalStateException where it is not on the class path; says which dependency brings
   *     it
   */
  static GraphEngine of(Engine engine) {
    return find(engine)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no engine '"
                        + engine
                        + "' on the class path or module path: add the dependency dev.tenon:tenon-runtime-"
                        + engine));
  }
}
