package dev.tenon.internal.data;

import java.util.function.Function;

/**
 * A value whose memory is used again once it is given back.
 *
 * <p>A value that is never given back is kept as any other: its memory is then freed with it.
 *
 * @param value the value
 * @param giveBack says that nobody reads the value any more; to be run once, or never
 */
public record Lent<T>(T value, Runnable giveBack) {
  /** Returns a value whose memory is not used again. */
  public static <T> Lent<T> kept(T value) {
    return new Lent<>(value, () -> {});
  }

  /** Returns another value over the same memory. */
  public <R> Lent<R> map(Function<? super T, ? extends R> change) {
    return new Lent<>(change.apply(value), giveBack);
  }
}
