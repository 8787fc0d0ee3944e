/**
 * Saves the results of a fine-tuning, also when its process is told to end. Reading starts at
 * {@link dev.tenon.cli.finetune.FinetuneSaving}, which writes the model during the training and
 * after a signal. {@link dev.tenon.cli.finetune.FinetuneFiles} names the files.
 */
@NullMarked
package dev.tenon.cli.finetune;

import org.jspecify.annotations.NullMarked;
