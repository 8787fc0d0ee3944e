/**
 * The plan of a Keras file before it is written: {@link
 * dev.tenon.exporters.keras.plan.ExportPlanner} resolves names, calls, masks and functions for a
 * {@link dev.tenon.saving.keras.KerasFormat}, and notes the features that it cannot express.
 */
@NullMarked
package dev.tenon.exporters.keras.plan;

import org.jspecify.annotations.NullMarked;
