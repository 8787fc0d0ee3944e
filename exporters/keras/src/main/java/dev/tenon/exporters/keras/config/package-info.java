/**
 * Configurations as Keras reads them, a writer for each kind of object: {@link
 * dev.tenon.exporters.keras.config.ModelConfigWriter} begins.
 */
@NullMarked
package dev.tenon.exporters.keras.config;

import org.jspecify.annotations.NullMarked;
