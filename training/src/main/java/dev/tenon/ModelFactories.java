package dev.tenon;

import dev.tenon.exporters.onnx.TenonVersion;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.ir.layer.LayerLike;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keras' {@code Sequential}, {@code Model} and {@code load_model}, by their short names. */
final class ModelFactories {
  private ModelFactories() {}

  /**
   * Returns a chain of layers with new weights: Keras' {@code Sequential}.
   *
   * <p>The first layer says what it takes, as in {@code dense(8).inputShape(4)}; else the first
   * data decide.
   */
  public static Model sequential(LayerLike... layers) {
    return Model.sequential(layers);
  }

  /** Returns a chain of layers from an input: Keras' {@code Sequential} with an {@code Input}. */
  public static Model sequential(KerasTensor input, LayerLike... layers) {
    return Model.sequential(input, layers);
  }

  /** Returns a chain of layers under a name. */
  public static Model sequential(@Nullable String name, List<? extends LayerLike> layers) {
    return Model.sequential(name, layers);
  }

  /** Returns the model from one tensor to another: Keras' {@code Model(inputs, outputs)}. */
  public static Model model(KerasTensor inputs, KerasTensor outputs) {
    return Model.of(inputs, outputs);
  }

  /** Returns the model from some tensors to others: Keras' {@code Model(inputs, outputs)}. */
  public static Model model(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    return Model.of(inputs, outputs);
  }

  /**
   * Returns a model from a file: Keras' {@code load_model}.
   *
   * @param filepath a Keras {@code .h5} or {@code .keras}, an ONNX file, the folder of a TensorFlow
   *     SavedModel, or a frozen TensorFlow graph
   * @throws IOException if the file cannot be read
   */
  public static Model loadModel(Path filepath) throws IOException {
    return Model.load(filepath);
  }

  /** Returns the version of Tenon, such as {@code 0.1.0}: Keras' {@code keras.version}. */
  public static String version() {
    return TenonVersion.get();
  }
}
