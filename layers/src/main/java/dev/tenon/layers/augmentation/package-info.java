/**
 * Keras' layers that augment images. Most change them at random in training and return them
 * unchanged at inference. Reading starts at {@link dev.tenon.layers.augmentation.Augmentation},
 * which every layer implements; {@code TrainingAugmentation} runs a layer in training. {@link
 * dev.tenon.layers.augmentation.ImageFunctions} has the image functions that {@code keras.ops}
 * shares.
 */
@NullMarked
package dev.tenon.layers.augmentation;

import org.jspecify.annotations.NullMarked;
