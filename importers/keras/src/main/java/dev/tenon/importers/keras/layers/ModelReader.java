package dev.tenon.importers.keras.layers;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.LoadLimits;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.calls.ConnectedModel;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.keras.config.Refusals;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Converts the configuration of a model to layers, including nested models. */
public final class ModelReader {
  private ModelReader() {}

  /**
   * A model, and what its file says of it beside that.
   *
   * @param connected the model
   * @param recorded what the file says of each layer and the layer does not keep
   * @param warnings sentences about what was read and set aside
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
   * @param root the configuration in Keras 3's words
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
