package dev.tenon.layers.common;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a layer's record a factory in {@code Layers} and a class with a setter for each component.
 *
 * <p>The record has the name of its Keras class and implements the interface with its name and
 * {@code Options}. The processor writes that interface: the constant {@code DEFAULTS} from {@link
 * Default}, unless the record has its own, and a method for each component that returns a copy.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface ShortName {
  /** The components that are Keras' positional arguments, in Keras' order. */
  String[] value() default {};

  /** The number of them without a default in Keras. Default: all. */
  int required() default -1;

  /** The short name. Default: the class name in lower camel case. */
  String name() default "";

  /** Further short names, for Keras' aliases. */
  String[] aliases() default {};
}
