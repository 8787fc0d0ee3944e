package dev.tenon.ir.shape;

import org.jspecify.annotations.Nullable;

/**
 * The length of one axis: a number, an affine expression of a symbol, or unknown.
 *
 * <p>Two unknown lengths are equal only if they are the same object. Arithmetic is exact: it throws
 * {@link ArithmeticException} if a length exceeds 64 bits.
 */
public sealed interface Dim {

  /** A length that is a number. */
  record Known(long value) implements Dim {
    // Written out here and in Affine: what a JVM makes for records costs each start of it 15 ms.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Known known && known.value == value;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(value);
    }

    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** The length {@code factor * symbol + offset}, such as a batch, or a padded sequence. */
  record Affine(String symbol, long factor, long offset) implements Dim {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Affine affine
          && affine.factor == factor
          && affine.offset == offset
          && affine.symbol.equals(symbol);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * symbol.hashCode() + Long.hashCode(factor)) + Long.hashCode(offset);
    }

    @Override
    public String toString() {
      String scaled = factor == 1 ? symbol : factor + "*" + symbol;
      return offset == 0 ? scaled : scaled + (offset > 0 ? "+" : "") + offset;
    }
  }

  /** An unknown length. */
  final class Unknown implements Dim {
    private Unknown() {}

    @Override
    public String toString() {
      return "?";
    }
  }

  /** Returns a known length; a negative number gives a fresh unknown. */
  static Dim of(long value) {
    return value < 0 ? unknown() : new Known(value);
  }

  /** Returns a symbol. */
  static Dim symbol(String name) {
    return new Affine(name, 1, 0);
  }

  /** Returns a fresh unknown length. */
  static Dim unknown() {
    return new Unknown();
  }

  /** Returns whether the length is a number. */
  default boolean isKnown() {
    return this instanceof Known;
  }

  /** Returns the number, or -1 if it is unknown. */
  default long orMinusOne() {
    return this instanceof Known known ? known.value : -1;
  }

  /** Returns this length increased by a number. */
  default Dim plus(long amount) {
    if (amount == 0) {
      return this;
    }
    if (this instanceof Known known) {
      return new Known(Math.addExact(known.value, amount));
    }
    if (this instanceof Affine affine) {
      return new Affine(affine.symbol, affine.factor, Math.addExact(affine.offset, amount));
    }
    return unknown();
  }

  /** Returns the sum of two lengths, exact with at most one symbol. */
  default Dim plus(Dim other) {
    if (other instanceof Known known) {
      return plus(known.value);
    }
    if (this instanceof Known known) {
      return other.plus(known.value);
    }
    if (this instanceof Affine a && other instanceof Affine b && a.symbol.equals(b.symbol)) {
      return new Affine(
          a.symbol, Math.addExact(a.factor, b.factor), Math.addExact(a.offset, b.offset));
    }
    return unknown();
  }

  /** Returns this length multiplied by a number. */
  default Dim times(long amount) {
    if (amount == 1) {
      return this;
    }
    if (this instanceof Known known) {
      return new Known(Math.multiplyExact(known.value, amount));
    }
    if (this instanceof Affine affine && amount > 0) {
      return new Affine(
          affine.symbol,
          Math.multiplyExact(affine.factor, amount),
          Math.multiplyExact(affine.offset, amount));
    }
    return amount == 0 ? new Known(0) : unknown();
  }

  /** Returns the product of two lengths, exact if one of them is known. */
  default Dim times(Dim other) {
    if (other instanceof Known known) {
      return times(known.value);
    }
    return this instanceof Known known ? other.times(known.value) : unknown();
  }

  /** Returns the quotient rounded down; unknown if a symbol does not divide evenly. */
  default Dim floorDiv(long divisor) {
    if (divisor == 1) {
      return this;
    }
    if (this instanceof Known known) {
      return new Known(Math.floorDiv(known.value, divisor));
    }
    if (this instanceof Affine a && a.factor % divisor == 0) {
      return new Affine(a.symbol, a.factor / divisor, Math.floorDiv(a.offset, divisor));
    }
    return unknown();
  }

  /** Returns the quotient rounded up. */
  default Dim ceilDiv(long divisor) {
    return plus(divisor - 1).floorDiv(divisor);
  }
}
