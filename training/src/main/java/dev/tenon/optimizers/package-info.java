/**
 * Keras' optimizers and learning rate schedules as records that write their rules in operators.
 * Reading starts at {@link dev.tenon.optimizers.Optimizers}, the factories of optimizers; {@link
 * dev.tenon.optimizers.Schedules} has those of schedules.
 */
@NullMarked
package dev.tenon.optimizers;

import org.jspecify.annotations.NullMarked;
