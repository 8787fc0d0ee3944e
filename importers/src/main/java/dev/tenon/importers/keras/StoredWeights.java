package dev.tenon.importers.keras;

import dev.tenon.ir.graph.ParameterStore;
import java.util.List;

/** The weights of a file, in one of Keras' two arrangements. */
sealed interface StoredWeights permits LegacyWeights, PathWeights {
  /** Fills the store with the weights of a model. */
  void load(BuiltModel model, KerasDialect dialect, ParameterStore store);

  /** Returns the shapes of the weights of a top-level layer, empty where they are not known. */
  List<long[]> shapesOf(String layerName);
}
