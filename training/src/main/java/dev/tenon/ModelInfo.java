package dev.tenon;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.internal.train.state.SavedCompile;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.training.CompileOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts about a model: its origin, its contents and the engines that can run it. */
public final class ModelInfo {
  private final Model model;

  ModelInfo(Model model) {
    this.model = model;
  }

  /** Returns facts by name, such as the format and the version of the writer. */
  public Map<String, String> description() {
    return model.backing().description();
  }

  /** Returns the number of layers of each class, or of nodes of each operator for an ONNX file. */
  public Map<String, Integer> kinds() {
    return model.backing().kinds();
  }

  /**
   * Returns the options of {@link Model#compile}, or those that the model's file was saved with;
   * null if the model is not compiled.
   *
   * @throws IllegalArgumentException if the file names an unknown optimizer, loss or metric
   */
  public @Nullable CompileOptions compiled() {
    CompileOptions chosen = model.backing().compiled();
    if (chosen != null || !isKeras()) {
      return chosen;
    }
    KerasModel keras = model.keras();
    return SavedCompile.of(keras.training().config(), keras.outputNames());
  }

  /** Returns warnings about ignored parts of the file; usually empty. */
  public List<String> warnings() {
    return model.backing().warnings();
  }

  /** Returns whether the model consists of Keras layers, from a Keras file or built in code. */
  public boolean isKeras() {
    return model.backing().isKeras();
  }

  /**
   * Returns whether an engine can run the model.
   *
   * <p>A TensorFlow graph runs on {@code tensorflow} only. An ONNX file with operators unknown to
   * Tenon runs on {@code onnxruntime} only.
   *
   * @param engine the name of the engine
   */
  public boolean runsOn(Engine engine) {
    return model.backing().runsOn(engine);
  }

  /** Says whether an engine of a name can run the model; see {@link #runsOn(Engine)}. */
  public boolean runsOn(String engine) {
    return runsOn(Engine.of(engine));
  }

  /**
   * Returns whether the model is stateful, so that a prediction depends on earlier ones.
   *
   * <p>Keras models with stateful layers are, and ONNX files that Tenon exported from them.
   */
  public boolean isStateful() {
    return model.backing().keepsStates();
  }

  /**
   * Returns the tokenizer's files; null where the model has none.
   *
   * @hidden for the modules of Tenon
   */
  @SuppressWarnings("exports")
  public @Nullable TextAssets textAssets() {
    return model.assets().text();
  }

  /** Returns the names that {@link Model#run} accepts, layer by layer. */
  public List<String> innerNames() {
    return model.backing().innerNames();
  }

  /**
   * Returns the inner names of tensors. Values of other types, such as sequences in an ONNX file,
   * cannot be returned by a run.
   */
  public List<String> tensorNames() {
    return model.backing().tensorNames(model.engine());
  }

  /**
   * Returns the kind of Keras file that {@link Model#save(Path)} writes for a name.
   *
   * @param target the file
   * @throws dev.tenon.error.UnsupportedModelException if the suffix is not Keras', or an ONNX
   *     network has no layers
   */
  public KerasFormat writtenFormat(Path target) {
    return model.backing().editable().exporter(target, null, Map.of()).format();
  }

  /**
   * Returns the layers with their current weights, also during a training.
   *
   * @throws IllegalStateException if the model has no Keras layers or is not built
   * @throws UnsupportedModelException if the model is an ONNX network, which {@link
   *     ModelEditor#toKeras()} converts
   * @hidden for the modules of Tenon
   */
  @SuppressWarnings("exports")
  public KerasModel keras() {
    return model.keras();
  }
}
