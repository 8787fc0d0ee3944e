/**
 * What readers, writers and builders of layers share. {@link dev.tenon.internal.layers.LayerNames}
 * names layers as Keras does, {@link dev.tenon.internal.layers.KerasOrder} orders them, and {@link
 * dev.tenon.internal.layers.TableSize} limits the tables that they compute.
 */
@NullMarked
package dev.tenon.internal.layers;

import org.jspecify.annotations.NullMarked;
