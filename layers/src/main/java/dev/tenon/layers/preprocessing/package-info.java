/**
 * Keras' preprocessing layers for numbers, images, text, audio and categories. Reading starts at
 * {@link dev.tenon.layers.preprocessing.Lookup}, which lowers the layers with a vocabulary; {@code
 * Categories} encodes categories. {@link dev.tenon.layers.preprocessing.TensorFlowResize} and
 * {@code ImageAxes} resize images; {@code HashBuckets} hashes; {@code MelTables} holds the
 * constants of mel spectrograms.
 */
@NullMarked
package dev.tenon.layers.preprocessing;

import org.jspecify.annotations.NullMarked;
