/**
 * Layers that Keras 3 no longer has but older files contain. Reading starts at {@link
 * dev.tenon.layers.legacy.LegacyLayers}, which lists the family: {@link
 * dev.tenon.layers.legacy.LocallyConnected1D} and {@link
 * dev.tenon.layers.legacy.LocallyConnected2D}. Both lower through {@code LocalProduct} and {@code
 * LocalGrid}.
 */
@NullMarked
package dev.tenon.layers.legacy;

import org.jspecify.annotations.NullMarked;
