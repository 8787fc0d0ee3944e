package dev.tenon.runtime;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.limits.LoadLimits;
import java.io.IOException;
import java.nio.file.Path;

/** An engine that reads and writes TensorFlow's file formats. */
public interface StoredModelEngine extends GraphEngine {
  /**
   * Reads a model in the engine's own format; nothing of it is run.
   *
   * @param path the folder of a SavedModel, or the file of a frozen graph
   * @param limits the limits of its size
   * @throws UnsupportedModelException if the model has forbidden operations, such as reads of other
   *     files; the message names all
   * @throws dev.tenon.error.MalformedModelException if the file is damaged
   * @throws IOException if it cannot be read
   */
  StoredModel read(Path path, LoadLimits limits) throws IOException;

  /**
   * Writes a graph as a SavedModel.
   *
   * @param graph operators only; the names of inputs and outputs form the signature {@code
   *     serving_default}
   * @param parameters the content of every parameter that the graph reads
   * @param folder an empty folder
   * @throws UnsupportedModelException if the engine does not support an operator
   */
  void writeSavedModel(Graph graph, ParameterStore parameters, Path folder) throws IOException;

  /**
   * Writes a graph as a frozen TensorFlow graph: one GraphDef, weights inside.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @param file an empty file
   * @throws UnsupportedModelException if the engine does not support an operator, or the weights
   *     exceed the 2 GiB of one message
   */
  void writeFrozenGraph(Graph graph, ParameterStore parameters, Path file) throws IOException;

  /**
   * Returns the engine of a name.
   *
   * @throws IllegalStateException if it is not on the class path
   * @throws UnsupportedModelException if it lacks this ability; the message names an engine with it
   */
  static StoredModelEngine of(Engine engine) {
    return EngineAbilities.of(
        engine, StoredModelEngine.class, "has no file format of its own; use engine 'tensorflow'");
  }
}
