package dev.tenon;

import dev.tenon.config.RematScope;
import dev.tenon.internal.version.TenonVersion;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.base.LayerNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short names of Keras' {@code Sequential}, {@code Model} and {@code load_model}. */
final class ModelFactories {
  private ModelFactories() {}

  /**
   * Creates a model from a sequence of layers with new weights: Keras' {@code Sequential}.
   *
   * <p>The model is built at once if the first layer has an input shape, as in {@code
   * dense(8).inputShape(4)}, otherwise by its first data.
   *
   * @param layers the layers
   */
  public static Model sequential(LayerLike... layers) {
    return Model.sequential(layers);
  }

  /**
   * Creates a model from an input and a sequence of layers: Keras' {@code Sequential} with an
   * {@code Input}.
   *
   * @param input the input
   * @param layers the layers
   */
  public static Model sequential(KerasTensor input, LayerLike... layers) {
    return Model.sequential(input, layers);
  }

  /**
   * Creates a named model from a sequence of layers.
   *
   * @param name the name; null for a generated one
   * @param layers the layers
   */
  public static Model sequential(@Nullable String name, List<? extends LayerLike> layers) {
    return Model.sequential(name, layers);
  }

  /**
   * Creates a model from one tensor to another: Keras' {@code Model(inputs, outputs)}.
   *
   * @param inputs the input
   * @param outputs a tensor computed from the input
   */
  public static Model model(KerasTensor inputs, KerasTensor outputs) {
    return Model.of(inputs, outputs);
  }

  /**
   * Creates a model from inputs to outputs: Keras' {@code Model(inputs, outputs)}.
   *
   * @param inputs the inputs
   * @param outputs tensors computed from the inputs
   */
  public static Model model(List<KerasTensor> inputs, List<KerasTensor> outputs) {
    return Model.of(inputs, outputs);
  }

  /**
   * Returns a layer whose inner values gradients compute again, in place of keeping them.
   *
   * @param layer the layer
   * @return the same layer of a model, with its name
   * @see dev.tenon.config.RematScope
   * @see <a href="https://keras.io/api/utils/config_utils/">Keras: remat</a>
   */
  public static LayerNode remat(LayerLike layer) {
    RequiredArguments.check(layer, "layer");
    return layer.member().remat(RematScope.of("full"));
  }

  /**
   * Returns a scope whose layers compute inner values again for gradients.
   *
   * @param mode {@code full}, {@code activations}, {@code larger_than}, {@code list_of_layers}, or
   *     null for none
   * @throws IllegalArgumentException for another mode
   * @see dev.tenon.config.RematScope#scoped
   */
  public static RematScope rematScope(@Nullable String mode) {
    return RematScope.of(mode);
  }

  /**
   * Loads a model from a file: Keras' {@code load_model}.
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
