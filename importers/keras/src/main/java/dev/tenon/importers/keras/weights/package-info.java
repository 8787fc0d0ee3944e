/**
 * The weights of a file, given to the layers: {@link
 * dev.tenon.importers.keras.weights.LegacyWeights} by order, {@link
 * dev.tenon.importers.keras.weights.PathWeights} by path.
 */
@NullMarked
package dev.tenon.importers.keras.weights;

import org.jspecify.annotations.NullMarked;
