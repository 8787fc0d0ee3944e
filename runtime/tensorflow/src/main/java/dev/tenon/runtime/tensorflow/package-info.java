/** The engine that runs and trains lowered graphs with TensorFlow Java. */
@NullMarked
package dev.tenon.runtime.tensorflow;

import org.jspecify.annotations.NullMarked;
