/**
 * Layers: records of a Keras configuration that compute their outputs with operators. Reading
 * starts at {@link dev.tenon.ir.layer.Layer}; {@link dev.tenon.ir.layer.Build} declares its
 * weights, and {@link dev.tenon.ir.layer.Call} is one call of it. {@link
 * dev.tenon.ir.layer.LayerNode}, {@link dev.tenon.ir.layer.NestedModel} and {@link
 * dev.tenon.ir.layer.LayerGraph} make models of layers, and {@link dev.tenon.ir.layer.KerasTensor}
 * connects them. {@link dev.tenon.ir.layer.Scope} and {@link dev.tenon.ir.layer.SubLayer} hold
 * weights; {@link dev.tenon.ir.layer.DTypePolicy} and {@link dev.tenon.ir.layer.Quantization}
 * choose their types; {@link dev.tenon.ir.layer.LegacyOption} says where a layer behaves as an
 * older Keras.
 */
@NullMarked
package dev.tenon.ir.layer;

import org.jspecify.annotations.NullMarked;
