/**
 * Keras' losses as records that write their formulas in operators. Reading starts at {@link
 * dev.tenon.losses.Losses}, the factories.
 *
 * <p>{@link dev.tenon.losses.Loss} and {@link dev.tenon.losses.LossFunction} are the interfaces,
 * {@link dev.tenon.losses.LossReduction} applies masks, weights and the {@link
 * dev.tenon.losses.Reduction}.
 */
@NullMarked
package dev.tenon.losses;

import org.jspecify.annotations.NullMarked;
