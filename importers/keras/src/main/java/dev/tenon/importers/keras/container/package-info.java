/**
 * Keras' containers, distinguished by their content: {@link
 * dev.tenon.importers.keras.container.ContainerReader}.
 */
@NullMarked
package dev.tenon.importers.keras.container;

import org.jspecify.annotations.NullMarked;
