/** The inside of models, against what Keras and TensorFlow recorded. */
@NullMarked
package dev.tenon.tests.inspect;

import org.jspecify.annotations.NullMarked;
