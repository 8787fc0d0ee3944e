package dev.tenon.zoo;

import dev.tenon.layers.base.KerasTensor;

/** How a network is made of layers. */
@FunctionalInterface
interface Architecture {
  /**
   * Applies the network to an input.
   *
   * @param options what was asked for; the name is set
   * @return the scores, pooled features or feature maps
   */
  KerasTensor build(KerasTensor input, ApplicationOptions options);

  /**
   * Returns Keras' name of a model to which the user gave none.
   *
   * @param name the name of the architecture
   * @param rows the height of the images
   */
  default String modelName(String name, String rows, ApplicationOptions options) {
    return name;
  }
}
