package dev.tenon.layers.common;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives the record of a cell the layer that runs it along a sequence, such as LSTM to LSTMCell.
 *
 * <p>The processor writes the layer's record: the options of every recurrent layer, then those of
 * the cell, with an {@code activityRegularizer} behind the other regularizers.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface RecurrentLayer {
  /** The class name. */
  String value();

  /** The first sentence of its Javadoc. */
  String summary();

  /** The option that stands behind the initializers in the layer's configuration. */
  String behindInitializers() default "";

  /** The option of the cell that the layer does not have. */
  String without() default "";
}
