/**
 * A configuration of any dialect, brought to Keras 3: {@link dev.tenon.keras.config.LayerUpgrade}
 * goes through a layer's entry, {@link dev.tenon.keras.config.Keras1Layers} and {@link
 * dev.tenon.keras.config.Keras2Layers} know what each generation renamed.
 */
@NullMarked
package dev.tenon.keras.config;

import org.jspecify.annotations.NullMarked;
