package dev.tenon.layers;

import dev.tenon.layers.base.Layer;

/**
 * Describes a layer of a user's own class by fluent setters.
 *
 * @param <L> the class
 */
public final class CustomSpec<L extends Layer<?>> extends LayerSpec<L, CustomSpec<L>> {
  private CustomSpec(L config, Settings settings) {
    super(config, settings);
  }

  static <L extends Layer<?>> CustomSpec<L> of(L config) {
    return new CustomSpec<>(config, Settings.DEFAULTS);
  }

  @Override
  CustomSpec<L> copy(L config, Settings settings) {
    return new CustomSpec<>(config, settings);
  }
}
