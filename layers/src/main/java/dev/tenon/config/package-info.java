/**
 * Converts objects of Keras' configurations to Java and back. Reading starts at {@link
 * dev.tenon.config.KerasSerializable}, an object with a class name and a configuration, and {@link
 * dev.tenon.config.ConfigRecord}, which makes records of configurations; {@code ConfigValue}
 * converts a single value. {@link dev.tenon.config.ObjectCatalog} finds Keras' classes by name,
 * {@link dev.tenon.config.CustomObjects} a user's. {@link dev.tenon.config.SavedObject} is a class
 * or function with its configuration. {@link dev.tenon.config.Config} keeps the settings of {@code
 * keras.config} for each thread. {@link dev.tenon.config.RematScope} names layers whose values
 * gradients compute again.
 */
@NullMarked
package dev.tenon.config;

import org.jspecify.annotations.NullMarked;
