/**
 * Which initializers are learned, and how they are stored: {@link
 * dev.tenon.importers.onnx.weights.TrainableInitializers}. {@link
 * dev.tenon.importers.onnx.weights.SharedInitializers} finds those that stand for several.
 */
@NullMarked
package dev.tenon.importers.onnx.weights;

import org.jspecify.annotations.NullMarked;
