package dev.tenon.internal.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives an immutable options record one setter a component, named as the component.
 *
 * <p>{@code @Setters record Fit(int epochs) implements FitSetters} has {@code epochs()}, which
 * reads, and {@code epochs(5)}, which returns a copy. The annotation processor writes {@code
 * FitSetters}, a package-private interface beside the record. A nested record is named after its
 * class, too: {@code OuterInnerSetters}.
 *
 * <p>A list may be given as varargs, an enum constant by its name, a schedule as a number.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface Setters {
  /** Whether a record that has this one as a component gets its setters as well. */
  boolean shared() default false;

  /** How many of the first components have no default in Keras: every factory takes them. */
  int required() default 0;

  /**
   * How many of the first components a factory takes one after the other, as Keras does; -1 for all
   * up to the first that holds shared options.
   */
  int positional() default -1;

  /**
   * The class that users see in place of the record. The processor then writes its package-private
   * superclass {@code <Owner>Setters}, which keeps the record in a field {@code options}; the owner
   * says in {@code with} how it is copied.
   */
  Class<?> owner() default Setters.class;

  /**
   * The sealed class that the written superclass of the owner extends, with the owner's type
   * parameters and the arguments of its constructor.
   */
  Class<?> base() default Setters.class;
}
