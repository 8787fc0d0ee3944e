package dev.tenon.layers.base;

import dev.tenon.ir.graph.ParameterStore;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a layer: the parameters that it declared, and their content.
 *
 * <p>All models that the layer is part of share one state. Lowering reads it and writes nothing:
 * who makes a model keeps what its lowering declared, see {@link
 * dev.tenon.ir.lower.Lowered#keep()}.
 */
public final class LayerState {
  private volatile @Nullable SubLayer<?> built;
  private final ParameterStore contents = new ParameterStore();

  /** Creates the state of a layer that is not built. */
  public LayerState() {}

  /** Returns the layer with the parameters that it declared; null where none were kept. */
  public @Nullable SubLayer<?> built() {
    return built;
  }

  /** Keeps the parameters that the layer declared; those that it has already stay. */
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
