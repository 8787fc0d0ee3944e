package dev.tenon.layers.common;

import dev.tenon.layers.base.Layer;

/**
 * A layer that files may name.
 *
 * @param className Keras' class name
 * @param defaults the layer with Keras' default for every configuration key; its class is the
 *     record whose components are the keys in camel case
 */
public record LayerEntry(String className, Layer<?> defaults) {}
