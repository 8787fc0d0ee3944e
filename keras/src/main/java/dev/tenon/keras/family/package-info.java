/**
 * What the generations of Keras say otherwise in configurations, a family of layers a file, both
 * directions side by side. Reading starts at {@link dev.tenon.keras.family.KerasFamily}; {@link
 * dev.tenon.keras.family.KerasFamilies} finds the family of a class. Names that merely changed
 * stand in {@link dev.tenon.keras.family.Renames}, keys that any layer of Keras 1 has in {@link
 * dev.tenon.keras.family.Keras1Keys}.
 */
@NullMarked
package dev.tenon.keras.family;

import org.jspecify.annotations.NullMarked;
