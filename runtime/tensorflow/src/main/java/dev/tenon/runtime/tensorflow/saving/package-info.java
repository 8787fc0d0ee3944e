/**
 * Writes SavedModels and frozen graphs. Reading starts at {@link
 * dev.tenon.runtime.tensorflow.saving.SavedModelWriter}; {@link
 * dev.tenon.runtime.tensorflow.saving.FrozenGraphWriter} writes one file with the weights inside.
 * Both get the TensorFlow graph from {@code ServedGraph}.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.saving;

import org.jspecify.annotations.NullMarked;
