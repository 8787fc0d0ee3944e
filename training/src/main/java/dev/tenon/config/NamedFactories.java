package dev.tenon.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a class with a method {@code named(String)} one method for each name, called like it. They
 * stand in its superclass {@code <class>ByName}, which is written while it is compiled.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface NamedFactories {
  /** The names. */
  String[] value();

  /** What the methods return. */
  Class<?> kind();
}
