package dev.tenon.tensor;

import java.util.Locale;

/**
 * An element type; the names are NumPy's and Keras', in upper case.
 *
 * <p>Values are stored little-endian. {@link #BOOL} takes one byte (0 or 1). {@link #STRING} has no
 * fixed width.
 */
public enum DType {
  FLOAT16(2, Kind.FLOAT),
  BFLOAT16(2, Kind.FLOAT),
  FLOAT32(4, Kind.FLOAT),
  FLOAT64(8, Kind.FLOAT),
  INT8(1, Kind.SIGNED),
  INT16(2, Kind.SIGNED),
  INT32(4, Kind.SIGNED),
  INT64(8, Kind.SIGNED),
  UINT8(1, Kind.UNSIGNED),
  UINT16(2, Kind.UNSIGNED),
  UINT32(4, Kind.UNSIGNED),
  UINT64(8, Kind.UNSIGNED),
  BOOL(1, Kind.BOOL),
  STRING(0, Kind.STRING);

  private enum Kind {
    FLOAT,
    SIGNED,
    UNSIGNED,
    BOOL,
    STRING
  }

  private final int bytes;
  private final Kind kind;

  DType(int bytes, Kind kind) {
    this.bytes = bytes;
    this.kind = kind;
  }

  /** Returns the width of one element in bytes; 0 for strings. */
  public int bytes() {
    return bytes;
  }

  /** Says whether this is one of the four floating-point types. */
  public boolean isFloating() {
    return kind == Kind.FLOAT;
  }

  /** Says whether this is a signed or unsigned integer type (bool is not one). */
  public boolean isInteger() {
    return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
  }

  /** Says whether this is an unsigned integer type. */
  public boolean isUnsigned() {
    return kind == Kind.UNSIGNED;
  }

  /** Returns NumPy's name, such as {@code float32}. */
  public String numpyName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the type of a NumPy or Keras name such as {@code float32}.
   *
   * @throws IllegalArgumentException for a name that is none
   */
  public static DType of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (DType type : values()) {
      if (type.name().equals(upper)) {
        return type;
      }
    }
    return switch (upper) {
      case "HALF" -> FLOAT16;
      case "FLOAT" -> FLOAT32;
      case "DOUBLE" -> FLOAT64;
      default ->
          throw new IllegalArgumentException(
              "'" + name + "' is no element type; expected one such as float32, int64 or bool");
    };
  }
}
