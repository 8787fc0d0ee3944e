/**
 * Writing a model: {@link dev.tenon.internal.saving.KerasSaving}, {@link
 * dev.tenon.internal.saving.OnnxSaving} and {@link dev.tenon.internal.saving.GraphSaving}, a format
 * each; {@link dev.tenon.internal.saving.NpzWeights} and {@link
 * dev.tenon.internal.saving.SafetensorsWeights} write weights alone. {@link
 * dev.tenon.internal.saving.ImageNotes} and {@link dev.tenon.internal.saving.StateNotes} are what a
 * file says beside the network.
 */
@NullMarked
package dev.tenon.internal.saving;

import org.jspecify.annotations.NullMarked;
