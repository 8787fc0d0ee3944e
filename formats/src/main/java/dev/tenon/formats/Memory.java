package dev.tenon.formats;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Allocates memory for file contents, or fails with a message about too little memory. */
public final class Memory {
  private static final int HEAP_LIMIT = 1 << 20;

  /**
   * As much of the heap as the worst of texts takes, one of empty lists, and half as much again.
   */
  private static final int TIMES_ITS_TEXT = 32;

  private Memory() {}

  /**
   * Returns a zeroed little-endian buffer; a large one is outside the heap.
   *
   * @param where starts the sentence of the exception, such as {@code model.h5: dataset '/k'}
   * @throws UnsupportedModelException if the memory does not suffice
   */
  public static ByteBuffer allocate(String where, long bytes) {
    if (bytes < 0 || bytes > Integer.MAX_VALUE - 8) {
      throw new UnsupportedModelException(
          where + " needs " + bytes + " bytes in one piece; a Java buffer holds at most 2 GiB");
    }
    // Direct memory is bounded by -Xmx too: refuse what can never fit before the runtime spends
    // seconds on garbage collection to find that out.
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw tooLarge(where, bytes, most, null);
    }
    try {
      ByteBuffer buffer =
          bytes > HEAP_LIMIT
              ? ByteBuffer.allocateDirect((int) bytes)
              : ByteBuffer.allocate((int) bytes);
      return buffer.order(ByteOrder.LITTLE_ENDIAN);
    } catch (OutOfMemoryError e) {
      throw tooLarge(where, bytes, most, e);
    }
  }

  /**
   * Returns a tensor with the same numbers in the memory that models share: outside the heap up to
   * a quarter of {@code -Xmx}, and beyond it in a temporary file of Tenon's own.
   *
   * @param name starts the sentence of the exception
   * @throws UncheckedIOException if the temporary file has no room
   */
  public static Tensor keep(String name, Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    try {
      ByteBuffer kept =
          PrivateMemory.read(
              name,
              bytes.remaining(),
              (target, at) ->
                  target.put(bytes.slice(bytes.position() + (int) at, target.remaining())));
      return Tensor.of(tensor.dtype(), tensor.shape(), kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fails if a text is too long for JSON, whose tree takes many times its length.
   *
   * @param where starts the sentence of the exception, such as {@code model.keras: 'config.json'}
   * @throws UnsupportedModelException if the memory does not suffice
   */
  public static void checkText(String where, long length) {
    long most = Runtime.getRuntime().maxMemory();
    if (length > most / TIMES_ITS_TEXT) {
      throw tooLarge(where, length * TIMES_ITS_TEXT, most, null);
    }
  }

  private static UnsupportedModelException tooLarge(
      String where, long bytes, long most, @Nullable Throwable cause) {
    return new UnsupportedModelException(
        where
            + " needs "
            + bytes
            + " bytes of memory, the JVM may use "
            + most
            + ": start it with a larger -Xmx",
        List.of(),
        cause);
  }
}
