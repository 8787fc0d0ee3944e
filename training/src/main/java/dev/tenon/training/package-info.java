/** Compiling a model for training, and the loop that fits it. */
@NullMarked
package dev.tenon.training;

import org.jspecify.annotations.NullMarked;
