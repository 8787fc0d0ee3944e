/**
 * Generates the short names, defaults and families of layers at compile time. Reading starts at
 * {@link dev.tenon.processor.ShortNameProcessor}. {@code LayerRecord} and {@code Component} read a
 * layer's record, {@code LayerFamily} an interface that declares several; {@code OptionsWriter},
 * {@code SpecWriter} and {@code FactoriesWriter} write the classes.
 */
@NullMarked
package dev.tenon.processor;

import org.jspecify.annotations.NullMarked;
