/**
 * Options for saving Keras files: {@link dev.tenon.saving.keras.KerasOptions}. The file formats are
 * in {@link dev.tenon.saving.keras.KerasFormat}.
 */
@NullMarked
package dev.tenon.saving.keras;

import org.jspecify.annotations.NullMarked;
