/**
 * Networks of Keras layers: {@link dev.tenon.internal.backing.keras.KerasBacking} has weights,
 * {@link dev.tenon.internal.backing.keras.DeferredBacking} waits for the shape of its first data.
 * {@link dev.tenon.internal.backing.keras.ModelBuilding} makes both.
 */
@NullMarked
package dev.tenon.internal.backing.keras;

import org.jspecify.annotations.NullMarked;
