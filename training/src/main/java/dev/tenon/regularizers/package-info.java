/**
 * Keras' regularizers, which add a penalty on weights or outputs to the loss. {@link
 * dev.tenon.regularizers.Regularizers} is the only class and makes all of them.
 */
@NullMarked
package dev.tenon.regularizers;

import org.jspecify.annotations.NullMarked;
