package dev.tenon.runtime;

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
public interface Engine {
  /** Returns the name of the engine: {@code tensorflow} or {@code onnxruntime}. */
  String name();

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
   * @throws IllegalStateException if it is not on the class path; the message names the dependency
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
