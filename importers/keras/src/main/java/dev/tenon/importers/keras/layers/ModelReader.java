package dev.tenon.importers.keras.layers;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.calls.ConnectedModel;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.keras.config.Refusals;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.limits.LoadLimits;
import dev.tenon.loading.CustomLayers;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Converts the configuration of a model to layers, including nested models. */
public final class ModelReader {
  private ModelReader() {}

  /**
   * A model with further facts of its file.
   *
   * @param connected the model
   * @param recorded the file's further facts of each layer
   * @param warnings sentences about ignored parts of the file
   * @param refusals the layers that are beyond Tenon
   */
  public record Read(
      ConnectedModel connected,
      Map<LayerNode, RecordedLayer> recorded,
      List<String> warnings,
      Refusals refusals) {}

  /**
   * Reads the configuration of a whole model.
   *
   * @param root the configuration in Keras 3's form
   * @param weightShapes returns the shapes of the weights of a top-level layer, empty if they are
   *     not known
   * @throws MalformedModelException if the configuration contradicts itself
   * @throws UnsupportedModelException if the model is of a class beyond Tenon
   */
  public static Read read(
      LayerConfig root,
      KerasDialect dialect,
      CustomLayers custom,
      LoadLimits limits,
      Function<String, List<long[]>> weightShapes) {
    if (!root.isModel() && !root.config().has("layers")) {
      throw new UnsupportedModelException(
          "",
          "the model is of the class '"
              + root.registeredName()
              + "', whose Python code a file does not carry: build it from Functional or Sequential"
              + " and save that");
    }
    LayerBinder binder = new LayerBinder(dialect, custom, limits, weightShapes);
    return binder.read(binder.model(root));
  }
}
