package dev.tenon.runtime.tensorflow;

import dev.tenon.engine.Engine;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.limits.LoadLimits;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GradientEngine;
import dev.tenon.runtime.Replica;
import dev.tenon.runtime.StoredModel;
import dev.tenon.runtime.StoredModelEngine;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.runtime.tensorflow.graph.NativeLibrary;
import dev.tenon.runtime.tensorflow.saved.FrozenGraphReader;
import dev.tenon.runtime.tensorflow.saved.SavedModelReader;
import dev.tenon.runtime.tensorflow.saving.FrozenGraphWriter;
import dev.tenon.runtime.tensorflow.saving.SavedModelWriter;
import dev.tenon.runtime.tensorflow.session.TensorFlowExecutable;
import dev.tenon.runtime.tensorflow.training.TensorFlowTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs and trains models with TensorFlow Java.
 *
 * <p>The number of threads that one operation may use is the system property {@code tenon.threads};
 * without it TensorFlow decides. The first model of a process fixes it.
 */
public final class TensorFlowEngine implements StoredModelEngine, GradientEngine, TrainingEngine {
  /** Creates the engine; the native library is loaded with the first model. */
  public TensorFlowEngine() {}

  @Override
  public Engine engine() {
    return Engine.TENSORFLOW;
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
  public StoredModel read(Path path, LoadLimits limits) throws IOException {
    return new TensorFlowStoredModel(
        Files.isDirectory(path)
            ? SavedModelReader.read(path, limits)
            : FrozenGraphReader.read(path, limits));
  }

  @Override
  public void writeSavedModel(Graph graph, ParameterStore parameters, Path folder)
      throws IOException {
    NativeLibrary.load();
    SavedModelWriter.write(graph, parameters, folder);
  }

  @Override
  public void writeFrozenGraph(Graph graph, ParameterStore parameters, Path file)
      throws IOException {
    NativeLibrary.load();
    FrozenGraphWriter.write(graph, parameters, file);
  }

  @Override
  public Differentiated differentiate(
      Graph graph, ParameterStore parameters, Value target, List<Value> sources) {
    NativeLibrary.load();
    return TensorFlowExecutable.differentiate(graph, parameters, target, sources);
  }

  @Override
  public Trainer trainer(String name, ParameterStore parameters, @Nullable Replica replica) {
    NativeLibrary.load();
    return new TensorFlowTrainer(name, parameters, replica);
  }
}
