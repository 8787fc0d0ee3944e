package dev.tenon.layers.common;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a layer's record a short name in {@code Layers} and a class that sets its components.
 *
 * <p>The record is called after its Keras class and implements the interface with its name and
 * {@code Options}, which the processor writes: with {@code DEFAULTS}, made of {@link Default}
 * unless the record has its own, and a method for each component that returns a copy.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface ShortName {
  /** The components that are Keras' positional arguments, in Keras' order. */
  String[] value() default {};

  /** How many of them have no default in Keras; all where it is not given. */
  int required() default -1;

  /** The short name; the class name with a small first word where it is not given. */
  String name() default "";

  /** Further short names, for the further names that Keras has. */
  String[] aliases() default {};
}
