package dev.tenon.layers.common;

import dev.tenon.layers.base.Layer;

/**
 * A layer class that files may name.
 *
 * @param className Keras' class name
 * @param defaults the layer with Keras' defaults; the components of its record are the
 *     configuration keys
 */
public record LayerEntry(String className, Layer<?> defaults) {}
