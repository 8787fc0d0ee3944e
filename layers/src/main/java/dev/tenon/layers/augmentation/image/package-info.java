/**
 * What layers of augmentation share: a batch of images, numbers drawn with Keras' seeds, colours,
 * filters and moved pixels.
 */
@NullMarked
package dev.tenon.layers.augmentation.image;

import org.jspecify.annotations.NullMarked;
