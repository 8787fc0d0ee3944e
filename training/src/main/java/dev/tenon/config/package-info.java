/** Keras' configurations of optimizers, losses and metrics as records, and their names. */
@NullMarked
package dev.tenon.config;

import org.jspecify.annotations.NullMarked;
