/** Metrics with Keras' names, defaults and numbers, accumulated on the engine. */
@NullMarked
package dev.tenon.metrics;

import org.jspecify.annotations.NullMarked;
