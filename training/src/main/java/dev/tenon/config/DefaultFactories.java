package dev.tenon.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lists the records of a class such as {@code Losses}, whose superclass {@code <kind>Factories} is
 * written while it is compiled: {@code ALL}, their {@code DEFAULTS} in order, and a factory of
 * each.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface DefaultFactories {
  /** The type that all of them have. */
  Class<?> kind();

  /** The records, each with {@code DEFAULTS}. */
  Class<? extends Record>[] value();

  /** Names of factories that are not those of their classes with a small first word. */
  String[] names() default {};
}
