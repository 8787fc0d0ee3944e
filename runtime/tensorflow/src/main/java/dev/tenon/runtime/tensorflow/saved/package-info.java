/**
 * Reads and checks SavedModels and frozen graphs as data. Reading starts at {@link
 * dev.tenon.runtime.tensorflow.saved.SavedModelReader} and {@link
 * dev.tenon.runtime.tensorflow.saved.FrozenGraphReader}; both return a {@link
 * dev.tenon.runtime.tensorflow.saved.SavedGraph}. {@code StoredGraphCheck}, {@link
 * dev.tenon.runtime.tensorflow.saved.SchemaCheck}, {@link
 * dev.tenon.runtime.tensorflow.saved.FrameCheck} and the other checks refuse graphs that could end
 * the process. {@link dev.tenon.runtime.tensorflow.saved.GraphPart} finds the operations that
 * outputs need, and {@code RestorePlan} finds the variables' tensors.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.saved;

import org.jspecify.annotations.NullMarked;
