package dev.tenon.internal.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives an immutable options record one setter for each component, with the component's name.
 *
 * <p>{@code @Setters record Fit(int epochs) implements FitSetters} has the accessor {@code
 * epochs()} and the setter {@code epochs(5)}, which returns a copy. The annotation processor writes
 * {@code FitSetters}, a package-private interface beside the record. A nested record has the name
 * of its class as a prefix: {@code OuterInnerSetters}.
 *
 * <p>A list may be given as varargs, an enum constant by its name, a schedule as a number.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface Setters {
  /** Whether a record with this record as a component has its setters, too. Default: false. */
  boolean shared() default false;

  /**
   * The number of leading components without a default in Keras, which every factory takes.
   * Default: 0.
   */
  int required() default 0;

  /**
   * The number of leading components that factories take as positional arguments; -1 for all up to
   * the first with shared options. Default: -1.
   */
  int positional() default -1;

  /**
   * The public class in place of the record. The processor then writes its package-private
   * superclass {@code <Owner>Setters} with the record in a field {@code options}. The owner
   * implements {@code with}, which makes a copy.
   */
  Class<?> owner() default Setters.class;

  /**
   * The sealed class that the written superclass of the owner extends, with the owner's type
   * parameters and the arguments of its constructor.
   */
  Class<?> base() default Setters.class;
}
