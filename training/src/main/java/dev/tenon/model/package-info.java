/**
 * What a model tells of itself: {@link dev.tenon.model.TensorSpec} describes its inputs and
 * outputs, {@link dev.tenon.model.SummaryOptions} the table of its layers.
 */
@NullMarked
package dev.tenon.model;

import org.jspecify.annotations.NullMarked;
