package dev.tenon.importers.keras.weights;

import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.keras.KerasDialect;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The weights of a file, in one of Keras' two layouts. */
public interface StoredWeights {
  /** The weights of a configuration, which has none. */
  StoredWeights NONE =
      new StoredWeights() {
        @Override
        public ParameterStore of(BuiltModel model, KerasDialect dialect) {
          return new ParameterStore();
        }

        @Override
        public List<long[]> shapesOf(String layerName) {
          return List.of();
        }

        @Override
        public boolean isPresent() {
          return false;
        }
      };

  /** Returns whether the file has weights. */
  default boolean isPresent() {
    return true;
  }

  /**
   * Returns the weights of a model.
   *
   * @throws MalformedModelException if they do not fit the model; names the layer
   */
  ParameterStore of(BuiltModel model, KerasDialect dialect);

  /** Returns the shapes of the weights of a top-level layer, empty if they are not known. */
  List<long[]> shapesOf(String layerName);

  /**
   * Returns the summary from which a Discretization layer's bins are computed; null without one.
   */
  default @Nullable Tensor summaryOf(String layerName) {
    return null;
  }
}
