/**
 * Generates short names, defaults and families of layers, and the factories of losses, metrics and
 * optimizers at compile time. Reading starts at {@link dev.tenon.processor.ShortNameProcessor}.
 * {@code LayerRecord} and {@code Component} read a layer's record, {@code LayerFamily} an interface
 * that declares several; {@code OptionsWriter}, {@code SpecWriter}, {@code FactoriesWriter} and
 * {@code CatalogueWriter} write the classes. {@link dev.tenon.processor.DefaultsProcessor} writes
 * the factories of records that are no layers, {@link dev.tenon.processor.SettersProcessor} the
 * setters of options, {@link dev.tenon.processor.FacadeProcessor} the class that has the names of
 * several holders.
 */
@NullMarked
package dev.tenon.processor;

import org.jspecify.annotations.NullMarked;
