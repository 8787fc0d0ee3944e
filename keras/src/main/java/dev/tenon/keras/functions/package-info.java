/**
 * Functions between layers, as operations of Keras 3, as TensorFlow's functions, and as layers.
 * Reading starts at {@link dev.tenon.keras.functions.FunctionTranslation}; {@link
 * dev.tenon.keras.functions.TensorFlowFunctions} pairs the names and parameters.
 */
@NullMarked
package dev.tenon.keras.functions;

import org.jspecify.annotations.NullMarked;
