package dev.tenon.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives the records that a class such as {@code Losses} lists in its {@code RecordBuilder.Include}
 * a factory each. They stand in its superclass {@code <kind>Factories}, which is written while it
 * is compiled, beside {@code ALL}: the {@code DEFAULTS} of the records in order.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface DefaultFactories {
  /** The type that all of them have. */
  Class<?> kind();

  /** Names of factories that are not those of their classes with a small first word. */
  String[] names() default {};
}
