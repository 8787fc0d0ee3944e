package dev.tenon.runtime;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.ir.graph.Value;
import dev.tenon.limits.RunLimits;
import java.io.IOException;
import java.util.List;

/** An engine that runs ONNX files directly. */
public interface OnnxFileEngine extends GraphEngine {
  /**
   * Opens an ONNX model and runs it directly, without the IR.
   *
   * @param model the bytes of its file with a name for messages; the engine reads no file itself
   * @param inner names of inner values that a run may return besides the outputs
   * @param limits the limits of values and loops; the time limit belongs to a run
   * @throws dev.tenon.error.MalformedModelException if the file is damaged
   * @throws IOException if it cannot be read
   */
  Opened open(Source model, List<String> inner, RunLimits limits) throws IOException;

  /**
   * An opened file.
   *
   * @param executable the executable
   * @param inputs the inputs of the model
   * @param outputs the outputs of the model, then the inner values asked for
   */
  record Opened(Executable executable, List<Value> inputs, List<Value> outputs) {}

  /**
   * Returns the engine of a name.
   *
   * @throws IllegalStateException if it is not on the class path
   * @throws UnsupportedModelException if it lacks this ability; the message names an engine with it
   */
  static OnnxFileEngine of(Engine engine) {
    return EngineAbilities.of(
        engine,
        OnnxFileEngine.class,
        "does not run ONNX files as they are; use engine 'onnxruntime'");
  }
}
