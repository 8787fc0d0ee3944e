package dev.tenon;

import dev.tenon.engine.Engine;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.training.CompileOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts about a model: where it comes from, what is inside, on which engines it runs. */
public final class ModelInfo {
  private final Model model;

  ModelInfo(Model model) {
    this.model = model;
  }

  /** Returns facts such as the format and the version that wrote it, by name, in order. */
  public Map<String, String> description() {
    return model.backing().description();
  }

  /** Returns how often each class of layer, or for an ONNX file each operator, occurs. */
  public Map<String, Integer> kinds() {
    return model.backing().kinds();
  }

  /** Returns what {@link Model#compile} was called with; null where it was not. */
  public @Nullable CompileOptions compiled() {
    return model.backing().compiled();
  }

  /** Returns notes on what was read and set aside; empty in the normal case. */
  public List<String> warnings() {
    return model.backing().warnings();
  }

  /** Says whether the model consists of Keras layers: it was read from a Keras file, or built. */
  public boolean isKeras() {
    return model.backing().isKeras();
  }

  /**
   * Says whether an engine can run the model: a TensorFlow graph runs on TensorFlow alone, an ONNX
   * file with operators that Tenon only carries along on ONNX Runtime.
   */
  public boolean runsOn(Engine engine) {
    return model.backing().runsOn(engine);
  }

  /** Says whether an engine of a name can run the model; see {@link #runsOn(Engine)}. */
  public boolean runsOn(String engine) {
    return runsOn(Engine.of(engine));
  }

  /**
   * Says whether the model is stateful: whether a prediction depends on the predictions before it.
   *
   * <p>Keras models with stateful layers are, and ONNX files that Tenon wrote of them.
   */
  public boolean isStateful() {
    return model.backing().keepsStates();
  }

  /** Returns the names of everything inside that {@link Model#run} gives, layer by layer. */
  public List<String> innerNames() {
    return model.backing().innerNames();
  }

  /**
   * Returns those of the inner names that are tensors of a type that Tenon has; the others, such as
   * sequences inside an ONNX file, cannot be asked for.
   */
  public List<String> tensorNames() {
    return model.backing().tensorNames(model.engine());
  }

  /**
   * Returns the kind of Keras file that {@link Model#save(Path)} writes under a name.
   *
   * @throws dev.tenon.error.UnsupportedModelException where the name has none of Keras' suffixes,
   *     or an ONNX network has no layers
   */
  public KerasFormat writtenFormat(Path target) {
    return model.backing().editable().exporter(target, null, Map.of()).format();
  }
}
