/**
 * Callbacks of training, evaluation and prediction: progress, checkpoints and early stops. Reading
 * starts at {@link dev.tenon.callbacks.Callback}; {@link dev.tenon.callbacks.Callbacks} creates
 * Keras' callbacks, such as {@link dev.tenon.callbacks.ModelCheckpoint}, {@link
 * dev.tenon.callbacks.EarlyStopping} and {@link dev.tenon.callbacks.TensorBoard}. {@link
 * dev.tenon.callbacks.TrainingRun}, {@link dev.tenon.callbacks.Logs} and {@link
 * dev.tenon.callbacks.TrainedModel} give a callback access to the training. {@link
 * dev.tenon.callbacks.History} keeps the losses and metrics; {@code
 * dev.tenon.internal.console.Progbar} draws progress.
 */
@NullMarked
package dev.tenon.callbacks;

import org.jspecify.annotations.NullMarked;
