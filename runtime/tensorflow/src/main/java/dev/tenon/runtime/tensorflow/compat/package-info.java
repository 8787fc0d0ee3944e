/**
 * What Tenon works around in TensorFlow: {@link
 * dev.tenon.runtime.tensorflow.compat.TensorFlowFaults} lists it.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.compat;

import org.jspecify.annotations.NullMarked;
