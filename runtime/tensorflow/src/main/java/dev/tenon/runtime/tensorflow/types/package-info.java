/** The element types of TensorFlow and those of Tenon: {@link TensorFlowTypes}. */
@NullMarked
package dev.tenon.runtime.tensorflow.types;

import org.jspecify.annotations.NullMarked;
