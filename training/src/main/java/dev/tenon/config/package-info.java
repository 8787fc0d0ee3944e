/**
 * Converts Keras' configurations of optimizers, losses and metrics to records and back. Reading
 * starts at {@link dev.tenon.config.ConfigRecord}; {@code ConfigValue} converts a single value.
 * {@link dev.tenon.config.SavedObject} is a class or function with its configuration. {@code
 * DefaultFactories} and {@code Facade} tell the annotation processor what to write.
 */
@NullMarked
package dev.tenon.config;

import org.jspecify.annotations.NullMarked;
