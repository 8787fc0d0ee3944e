package dev.tenon;

import dev.tenon.error.InternalErrorException;
import java.nio.BufferUnderflowException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Tells faults of Tenon's own, which programs throw by mistake, from errors that are thrown on
 * purpose.
 */
final class Faults {
  private Faults() {}

  /**
   * Returns what is to be thrown for an exception that came out of loading or saving a file.
   *
   * @param where the file
   */
  static RuntimeException named(@Nullable Object where, RuntimeException failure) {
    boolean fault =
        failure instanceof IndexOutOfBoundsException
            || failure instanceof NegativeArraySizeException
            || failure instanceof NullPointerException
            || failure instanceof ClassCastException
            || failure instanceof ArithmeticException
            || failure instanceof ArrayStoreException
            || failure instanceof NoSuchElementException
            || failure instanceof BufferUnderflowException
            || failure instanceof UnsupportedOperationException;
    return fault ? new InternalErrorException(String.valueOf(where), failure) : failure;
  }
}
