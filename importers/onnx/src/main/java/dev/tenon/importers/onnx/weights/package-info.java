/**
 * Which initializers are learned, and how they are stored: {@link
 * dev.tenon.importers.onnx.weights.TrainableInitializers}.
 */
@NullMarked
package dev.tenon.importers.onnx.weights;

import org.jspecify.annotations.NullMarked;
