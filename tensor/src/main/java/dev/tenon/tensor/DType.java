package dev.tenon.tensor;

import java.util.Locale;

/**
 * An element type of tensors, named as in NumPy and Keras, in upper case.
 *
 * <p>Values are little-endian. {@link #BOOL} and each number of a {@linkplain #isSmall small} type
 * take one byte. {@link #STRING} has no fixed width.
 */
public enum DType {
  FLOAT16(16, Kind.FLOAT),
  BFLOAT16(16, Kind.FLOAT),
  FLOAT32(32, Kind.FLOAT),
  FLOAT64(64, Kind.FLOAT),
  INT8(8, Kind.SIGNED),
  INT16(16, Kind.SIGNED),
  INT32(32, Kind.SIGNED),
  INT64(64, Kind.SIGNED),
  UINT8(8, Kind.UNSIGNED),
  UINT16(16, Kind.UNSIGNED),
  UINT32(32, Kind.UNSIGNED),
  UINT64(64, Kind.UNSIGNED),
  BOOL(8, Kind.BOOL),
  STRING(0, Kind.STRING),
  FLOAT8E4M3FN(8, Kind.SMALL_FLOAT),
  FLOAT8E4M3FNUZ(8, Kind.SMALL_FLOAT),
  FLOAT8E5M2(8, Kind.SMALL_FLOAT),
  FLOAT8E5M2FNUZ(8, Kind.SMALL_FLOAT),
  FLOAT8E8M0(8, Kind.SMALL_FLOAT),
  FLOAT4E2M1(4, Kind.SMALL_FLOAT),
  INT4(4, Kind.SMALL_SIGNED),
  UINT4(4, Kind.SMALL_UNSIGNED),
  INT2(2, Kind.SMALL_SIGNED),
  UINT2(2, Kind.SMALL_UNSIGNED);

  private enum Kind {
    FLOAT,
    SIGNED,
    UNSIGNED,
    BOOL,
    STRING,
    SMALL_FLOAT,
    SMALL_SIGNED,
    SMALL_UNSIGNED
  }

  private final int bits;
  private final Kind kind;

  DType(int bits, Kind kind) {
    this.bits = bits;
    this.kind = kind;
  }

  /** Returns the width of one element of a tensor in bytes; 0 for strings. */
  public int bytes() {
    return (bits + 7) / 8;
  }

  /** Returns the number of bits of an element; small types use fewer bits than a tensor stores. */
  public int bits() {
    return bits;
  }

  /** Returns whether this is one of the floating-point types. */
  public boolean isFloating() {
    return kind == Kind.FLOAT || kind == Kind.SMALL_FLOAT;
  }

  /** Returns whether this is a signed or unsigned integer type (bool is not one). */
  public boolean isInteger() {
    return isUnsigned() || kind == Kind.SIGNED || kind == Kind.SMALL_SIGNED;
  }

  /** Returns whether this is an unsigned integer type. */
  public boolean isUnsigned() {
    return kind == Kind.UNSIGNED || kind == Kind.SMALL_UNSIGNED;
  }

  /**
   * Returns whether this is a storage type of ONNX: floats of 8 and 4 bits, integers of 4 and 2
   * bits. No operator computes in it, and neither NumPy nor Keras has it.
   */
  public boolean isSmall() {
    return kind.name().startsWith("SMALL");
  }

  /** Returns an ordinary type with all numbers of this type; for small types a wider one. */
  public DType ordinary() {
    return switch (kind) {
      case SMALL_FLOAT -> FLOAT32;
      case SMALL_SIGNED -> INT8;
      case SMALL_UNSIGNED -> UINT8;
      default -> this;
    };
  }

  /** Returns NumPy's name, such as {@code float32}. */
  public String numpyName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the type of a NumPy or Keras name such as {@code float32}.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public static DType of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (DType type : values()) {
      if (type.name().equals(upper) && !type.isSmall()) {
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
