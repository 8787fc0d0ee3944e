/**
 * Descriptions of a model. Reading starts at {@link dev.tenon.model.TensorSpec}, which describes
 * inputs and outputs; {@link dev.tenon.model.SummaryOptions} are the options of the layer table and
 * {@link dev.tenon.model.SaveReport} is the result of a save.
 */
@NullMarked
package dev.tenon.model;

import org.jspecify.annotations.NullMarked;
