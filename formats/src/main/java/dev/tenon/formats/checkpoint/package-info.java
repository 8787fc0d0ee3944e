/** TensorFlow's checkpoints: the index and the data of a SavedModel's variables. */
@NullMarked
package dev.tenon.formats.checkpoint;

import org.jspecify.annotations.NullMarked;
