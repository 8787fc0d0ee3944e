/**
 * Configurations of layers in every dialect, and the records that they are. Reading starts at
 * {@link dev.tenon.keras.config.LayerUpgrade}, which brings an entry to Keras 3; {@link
 * dev.tenon.keras.config.LayerDowngrade} brings one to what its readers accept; the rules of both
 * stand in {@code family}. {@link dev.tenon.keras.config.ConfigBinder} makes records of
 * configurations, {@link dev.tenon.keras.config.LayerRecords} configurations of records. {@link
 * dev.tenon.keras.config.OptimizerOrder} has the orders of an optimizer's variables.
 */
@NullMarked
package dev.tenon.keras.config;

import org.jspecify.annotations.NullMarked;
