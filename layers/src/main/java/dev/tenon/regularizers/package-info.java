/**
 * Keras' regularizers, which add a penalty on weights or outputs to the loss. Reading starts at
 * {@link dev.tenon.regularizers.Regularizer}, which users implement; {@link
 * dev.tenon.regularizers.Regularizers} makes Keras' own, one record each: {@link
 * dev.tenon.regularizers.L1}, {@link dev.tenon.regularizers.L2}, {@link
 * dev.tenon.regularizers.L1L2} and {@link dev.tenon.regularizers.OrthogonalRegularizer}.
 */
@NullMarked
package dev.tenon.regularizers;

import org.jspecify.annotations.NullMarked;
