/**
 * Provides Keras' helpers around data. Reading starts at {@link dev.tenon.utils.BoundingBoxes},
 * which computes with the boxes of objects in images by {@code BoxConversion}, {@code BoxEdges},
 * {@code BoxDeltas}, {@code BoxOverlap} and {@code AffineBoxes}; {@code BoxFormat} says how four
 * numbers make a box. {@link dev.tenon.utils.Visualization} draws boxes, masks and galleries in a
 * {@link dev.tenon.utils.BoxStyle}, {@link dev.tenon.utils.MaskStyle} and {@link
 * dev.tenon.utils.GalleryStyle}, by {@code BoxCanvas}, {@code MaskDrawing}, {@code Gallery} and
 * {@code ImageArrays}. {@link dev.tenon.utils.FeatureSpace} encodes columns, each a {@link
 * dev.tenon.utils.Feature}, and joins them by a {@link dev.tenon.utils.FeatureCross}. {@link
 * dev.tenon.utils.ProgressBar} shows how far steps are.
 */
@NullMarked
package dev.tenon.utils;

import org.jspecify.annotations.NullMarked;
