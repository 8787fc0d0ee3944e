/**
 * Common parts of several families of layers: activation functions ({@link
 * dev.tenon.layers.common.NamedActivations}), masks, data formats, and the annotations and entries
 * that declare a layer ({@link dev.tenon.layers.common.ShortName}, {@link
 * dev.tenon.layers.common.LayerEntry}).
 */
@NullMarked
package dev.tenon.layers.common;

import org.jspecify.annotations.NullMarked;
