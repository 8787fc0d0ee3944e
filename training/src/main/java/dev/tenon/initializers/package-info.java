/** First values of weights, drawn from Keras' distributions. */
@NullMarked
package dev.tenon.initializers;

import org.jspecify.annotations.NullMarked;
