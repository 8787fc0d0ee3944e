package dev.tenon.layers.base;

import dev.tenon.ir.graph.ParameterStore;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a layer: the parameters that it declared, and their content.
 *
 * <p>All models with the layer share one state. Lowering reads it and changes nothing; {@code
 * Lowered.keep()} stores declared parameters.
 */
public final class LayerState {
  private volatile @Nullable SubLayer<?> built;
  private final ParameterStore contents = new ParameterStore();

  /** Creates the state of a layer that is not built. */
  public LayerState() {}

  /** Returns the layer with its declared parameters; null before the first build. */
  public @Nullable SubLayer<?> built() {
    return built;
  }

  /** Stores the declared parameters of the layer, unless it has some already. */
  public void keep(SubLayer<?> declared) {
    if (built == null) {
      built = declared;
    }
  }

  /** Returns the content of the parameters, for a layer made in code. */
  public ParameterStore contents() {
    return contents;
  }
}
