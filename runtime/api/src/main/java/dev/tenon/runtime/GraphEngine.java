package dev.tenon.runtime;

import dev.tenon.engine.Engine;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Compiles graphs of operators to executables; a {@link ServiceLoader} finds the implementations.
 *
 * <p>Each optional ability is an interface of its own: {@link OnnxFileEngine}, {@link
 * StoredModelEngine}, {@link GradientEngine}, {@link TrainingEngine}.
 */
public interface GraphEngine {
  /** Returns the engine as a user names it. */
  Engine engine();

  /**
   * Loads the native library now instead of with the first model.
   *
   * <p>Code that writes a file and needs an engine afterwards calls this first.
   *
   * @throws IllegalStateException if the library is missing; the message names the dependency
   */
  void load();

  /**
   * Compiles a graph for prediction.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @param inner inner values that a run may return besides the outputs
   * @throws dev.tenon.error.UnsupportedModelException if operators are not supported; the message
   *     names all
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
   * @throws IllegalStateException if it is not on the class path; the message names the dependency
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
