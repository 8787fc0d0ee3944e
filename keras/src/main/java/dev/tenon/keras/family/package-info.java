/**
 * What Keras' generations call the layers and keys of each family: {@link
 * dev.tenon.keras.family.Renames} has the names that changed.
 */
@NullMarked
package dev.tenon.keras.family;

import org.jspecify.annotations.NullMarked;
