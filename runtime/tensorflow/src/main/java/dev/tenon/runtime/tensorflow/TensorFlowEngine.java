package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Engine;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.PictureDecoder;
import dev.tenon.runtime.Trainer;
import java.util.List;
import java.util.Optional;

/**
 * Runs and trains models with TensorFlow Java.
 *
 * <p>The number of threads that one operation may use is the system property {@code tenon.threads};
 * without it TensorFlow decides. The first model of a process fixes it.
 */
public final class TensorFlowEngine implements Engine {
  /** Creates the engine; the native library is loaded with the first model. */
  public TensorFlowEngine() {}

  @Override
  public String name() {
    return "tensorflow";
  }

  @Override
  public void load() {
    NativeLibrary.load();
  }

  @Override
  public Executable compile(Graph graph, ParameterStore parameters, List<Value> inner) {
    NativeLibrary.load();
    return TensorFlowExecutable.compile(graph, parameters, inner);
  }

  @Override
  public Differentiated differentiate(
      Graph graph, ParameterStore parameters, Value target, List<Value> sources) {
    NativeLibrary.load();
    return TensorFlowExecutable.differentiate(graph, parameters, target, sources);
  }

  @Override
  public Trainer trainer(String name, ParameterStore parameters) {
    NativeLibrary.load();
    return new TensorFlowTrainer(name, parameters);
  }

  @Override
  public Optional<PictureDecoder> pictureDecoder() {
    NativeLibrary.load();
    return Optional.of(PictureKernel.shared());
  }
}
