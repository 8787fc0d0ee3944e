/**
 * Provides Keras' helpers around data and models. Reading starts at {@link
 * dev.tenon.utils.BoundingBoxes}, which computes with the boxes of objects in images; {@code
 * BoxFormat} says how four numbers make a box.
 */
@NullMarked
package dev.tenon.utils;

import org.jspecify.annotations.NullMarked;
