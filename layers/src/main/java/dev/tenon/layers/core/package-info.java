/** Keras' core layers: Dense, Embedding, Activation and their kin. */
@NullMarked
package dev.tenon.layers.core;

import org.jspecify.annotations.NullMarked;
