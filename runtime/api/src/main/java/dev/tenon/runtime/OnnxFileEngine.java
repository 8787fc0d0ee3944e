package dev.tenon.runtime;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.ir.graph.Value;
import java.io.IOException;
import java.util.List;

/** An engine that runs ONNX files as they are. */
public interface OnnxFileEngine extends Engine {
  /**
   * Opens an ONNX model and runs it as it is, without the IR.
   *
   * @param model the bytes of its file, under the name that messages use; the engine reads no file
   *     by itself
   * @param inner names of values inside the graph that may be asked for besides its outputs
   * @param limits how large values may be and how long loops; the time is a run's own
   * @throws dev.tenon.error.MalformedModelException if the file is wrong
   * @throws IOException if it cannot be read
   */
  Opened open(Source model, List<String> inner, RunLimits limits) throws IOException;

  /**
   * A file that an engine opened.
   *
   * @param executable what runs it
   * @param inputs what it wants
   * @param outputs what it gives, the inner values asked for after its own outputs
   */
  record Opened(Executable executable, List<Value> inputs, List<Value> outputs) {}

  /**
   * Returns the engine of a name.
   *
   * @throws IllegalStateException if it is not on the class path
   * @throws UnsupportedModelException if it lacks this ability; says which engine has it
   */
  static OnnxFileEngine of(String name) {
    return EngineAbilities.of(
        name,
        OnnxFileEngine.class,
        "does not run ONNX files as they are; use engine 'onnxruntime'");
  }
}
