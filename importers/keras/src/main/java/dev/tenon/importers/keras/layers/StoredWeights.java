package dev.tenon.importers.keras.layers;

import dev.tenon.importers.keras.config.KerasDialect;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The weights of a file, in one of Keras' two arrangements. */
public interface StoredWeights {
  /** Fills the store with the weights of a model. */
  void load(BuiltModel model, KerasDialect dialect, ParameterStore store);

  /** Returns the shapes of the weights of a top-level layer, empty where they are not known. */
  List<long[]> shapesOf(String layerName);

  /**
   * Returns the summary from which a Discretization layer's bins are computed; null without one.
   */
  default @Nullable Tensor summaryOf(String layerName) {
    return null;
  }
}
