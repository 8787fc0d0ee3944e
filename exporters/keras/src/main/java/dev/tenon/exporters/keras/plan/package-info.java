/**
 * What a Keras file will hold, before a byte is written: {@link
 * dev.tenon.exporters.keras.plan.ExportPlanner} resolves names, calls, masks and functions for a
 * {@link dev.tenon.saving.keras.KerasFormat}, and notes what it cannot hold.
 */
@NullMarked
package dev.tenon.exporters.keras.plan;

import org.jspecify.annotations.NullMarked;
