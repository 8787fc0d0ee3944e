package dev.tenon.runtime;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.LoadLimits;
import dev.tenon.formats.Source;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Compiles graphs of operators into something that runs; found by {@link ServiceLoader}. */
public interface Engine {
  /** Returns the name by which a user asks for the engine: tensorflow or onnxruntime. */
  String name();

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

  /**
   * Opens an ONNX model and runs it as it is, without the IR.
   *
   * @param model the bytes of its file, under the name that messages use; the engine reads no file
   *     by itself
   * @param inner names of values inside the graph that may be asked for besides its outputs
   * @param limits how large values may be and how long loops; the time is a run's own
   * @throws UnsupportedModelException where the engine does not run ONNX files
   * @throws dev.tenon.error.MalformedModelException where the file is wrong
   * @throws IOException where it cannot be read
   */
  default Opened open(Source model, List<String> inner, RunLimits limits) throws IOException {
    throw new UnsupportedModelException(
        "engine '" + name() + "' does not run ONNX files as they are; use engine 'onnxruntime'");
  }

  /**
   * Reads a model in the engine's own format; nothing of it is run.
   *
   * @param path the folder of a SavedModel, or the file of a frozen graph
   * @param limits how large it may be
   * @throws UnsupportedModelException where the engine has no such format, or the model does what
   *     is not allowed to a file, such as reading other files; names every such operation
   * @throws dev.tenon.error.MalformedModelException where the file is wrong
   * @throws IOException where it cannot be read
   */
  default StoredModel read(Path path, LoadLimits limits) throws IOException {
    throw new UnsupportedModelException(
        "engine '" + name() + "' has no file format of its own; use engine 'tensorflow'");
  }

  /**
   * Writes a graph as a SavedModel.
   *
   * @param graph operators only; inputs and outputs give the signature {@code serving_default} its
   *     names
   * @param parameters the content of every parameter that the graph reads
   * @param folder an empty folder
   * @throws UnsupportedModelException where the engine writes none, or cannot run an operator
   */
  default void writeSavedModel(Graph graph, ParameterStore parameters, Path folder)
      throws IOException {
    throw new UnsupportedModelException(
        "engine '" + name() + "' writes no SavedModel; use engine 'tensorflow'");
  }

  /**
   * Writes a graph as a frozen TensorFlow graph: one GraphDef, weights inside.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @param file an empty file
   * @throws UnsupportedModelException where the engine writes none, cannot run an operator, or the
   *     weights exceed the 2 GiB of one message
   */
  default void writeFrozenGraph(Graph graph, ParameterStore parameters, Path file)
      throws IOException {
    throw new UnsupportedModelException(
        "engine '" + name() + "' writes no frozen graph; use engine 'tensorflow'");
  }

  /**
   * A file that an engine opened.
   *
   * @param executable what runs it
   * @param inputs what it wants
   * @param outputs what it gives, the inner values asked for after its own outputs
   */
  record Opened(Executable executable, List<Value> inputs, List<Value> outputs) {}

  /**
   * Compiles a graph that also gives the gradients of one of its values with respect to others.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @param target what is differentiated
   * @param sources inputs of the graph or values inside it
   * @throws UnsupportedModelException where the engine has no gradients, or none of an operator
   */
  default Differentiated differentiate(
      Graph graph, ParameterStore parameters, Value target, List<Value> sources) {
    throw new UnsupportedModelException(
        "engine '" + name() + "' has no gradients; use engine 'tensorflow'");
  }

  /**
   * A graph with gradients: for each source the derivative of the sum of {@code seed · target}.
   *
   * @param executable what runs it; gives the graph's outputs, the target, the sources and the
   *     gradients
   * @param seed an input besides the graph's own, of the target's type and shape: what each element
   *     of the target counts
   * @param gradients one value for each source, in order; zeros where the target does not depend on
   *     it
   */
  record Differentiated(Executable executable, Value seed, List<Value> gradients) {
    public Differentiated {
      gradients = List.copyOf(gradients);
    }
  }

  /**
   * Opens a place where programs train and evaluate one set of parameters.
   *
   * @param name the model's name, for messages
   * @param parameters where parameters get their first values from
   * @throws UnsupportedModelException where the engine does not train
   */
  Trainer trainer(String name, ParameterStore parameters);

  /** Returns the engine of a name; empty where it is not on the class path. */
  static Optional<Engine> find(String name) {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.name().equals(name))
        .findFirst();
  }

  /**
   * Returns the engine of a name.
   *
   * @throws IllegalStateException where it is not on the class path; says which dependency brings
   *     it
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
