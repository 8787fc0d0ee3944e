package dev.tenon.layers.common;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which default a component of a layer's record has in Keras; one without has null.
 *
 * <p>A number, a truth value, a word, or numbers that a comma divides. In a {@link Family}, one
 * number of a list stands for all spatial axes. An object is named by its class, or by a constant.
 */
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Default {
  /** The default. */
  String value();
}
