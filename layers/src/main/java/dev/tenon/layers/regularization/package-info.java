/** Keras' layers that do something in training only: dropout, noise, activity losses. */
@NullMarked
package dev.tenon.layers.regularization;

import org.jspecify.annotations.NullMarked;
