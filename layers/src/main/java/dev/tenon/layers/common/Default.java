package dev.tenon.layers.common;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares Keras' default of a component of a layer's record; a component without it has null.
 *
 * <p>The value is a number, a boolean, a word, or numbers separated by commas. In a {@link Family},
 * one number of a list stands for all spatial axes. An object is named by its class or by a
 * constant.
 */
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Default {
  /** The default. */
  String value();
}
