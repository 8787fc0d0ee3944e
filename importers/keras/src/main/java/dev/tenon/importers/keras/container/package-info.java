/**
 * Keras' containers, told apart by what they hold: {@link
 * dev.tenon.importers.keras.container.ContainerReader}.
 */
@NullMarked
package dev.tenon.importers.keras.container;

import org.jspecify.annotations.NullMarked;
