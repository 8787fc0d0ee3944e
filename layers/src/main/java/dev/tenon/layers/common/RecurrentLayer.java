package dev.tenon.layers.common;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the layer that runs a cell along a sequence, such as LSTM for LSTMCell.
 *
 * <p>The processor writes the layer's record: the options of every recurrent layer, then those of
 * the cell, with an {@code activityRegularizer} after the other regularizers.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface RecurrentLayer {
  /** The class name. */
  String value();

  /** The first sentence of its Javadoc. */
  String summary();

  /** The option that follows the initializers in the layer's configuration. */
  String behindInitializers() default "";

  /** The option of the cell that the layer lacks. */
  String without() default "";
}
