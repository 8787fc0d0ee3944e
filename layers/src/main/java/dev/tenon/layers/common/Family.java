package dev.tenon.layers.common;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares layers that differ in the number of their spatial axes, such as Conv1D, Conv2D and
 * Conv3D.
 *
 * <p>It annotates an interface whose nested record {@code Options} has Keras' configuration keys in
 * camel case. The processor writes a record for each number of axes.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface Family {
  /** The class name; {@code #} stands for the number of axes. */
  String value();

  /**
   * The numbers of axes; a {@link Default} may have one choice for each, with {@code |} between.
   */
  int[] axes() default {1, 2, 3};
}
