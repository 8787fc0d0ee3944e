package dev.tenon.internal.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adds factories with Keras' positional arguments to a holder class such as {@code Losses}.
 *
 * <p>The annotation processor writes them into the holder's superclass {@code <kind>Factories},
 * with the list {@code ALL} of the {@code DEFAULTS} of the records.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface DefaultFactories {
  /** The records, in the order of {@code ALL}. */
  Class<?>[] value();

  /** The type that all of them have. */
  Class<?> kind();

  /** Names of factories that are not those of their classes with a small first word. */
  String[] names() default {};
}
