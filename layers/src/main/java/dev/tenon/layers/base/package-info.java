/**
 * Layers: records of a Keras configuration that compute their outputs with operators. Reading
 * starts at {@link dev.tenon.layers.base.Layer}; {@link dev.tenon.layers.base.Build} declares its
 * weights, and {@link dev.tenon.layers.base.Call} is one call of it. {@link
 * dev.tenon.layers.base.LayerNode}, {@link dev.tenon.layers.base.NestedModel} and {@link
 * dev.tenon.layers.base.LayerGraph} make models of layers, and {@link
 * dev.tenon.layers.base.KerasTensor} connects them. {@link dev.tenon.layers.base.Scope} and {@link
 * dev.tenon.layers.base.SubLayer} hold weights; {@link dev.tenon.layers.base.DTypePolicy}, {@link
 * dev.tenon.layers.base.DTypePolicyMap} and {@link dev.tenon.layers.base.Quantization} choose their
 * types; {@link dev.tenon.layers.base.LegacyOption} says where a layer behaves as an older Keras.
 */
@NullMarked
package dev.tenon.layers.base;

import org.jspecify.annotations.NullMarked;
