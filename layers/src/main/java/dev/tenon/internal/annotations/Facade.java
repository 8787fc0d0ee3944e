package dev.tenon.internal.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Collects the static methods of several holders, such as {@code Layers} and {@code Losses}, in one
 * generated class.
 *
 * <p>A name belongs to the first holder that has it.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.PACKAGE)
public @interface Facade {
  /** The simple name of the class. */
  String name();

  /** The holders; of a name that two of them have, the first one's methods are taken. */
  Class<?>[] value();

  /** Static methods of holders to omit, because they make no layer, loss or option. */
  String[] without() default {};
}
