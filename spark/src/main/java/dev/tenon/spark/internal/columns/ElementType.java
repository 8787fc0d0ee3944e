package dev.tenon.spark.internal.columns;

import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.jspecify.annotations.Nullable;

/** The types of numbers in columns. */
enum ElementType {
  BOOLEAN,
  BYTE,
  SHORT,
  INT,
  LONG,
  FLOAT,
  DOUBLE,
  DECIMAL;

  /** Returns the type of a column of numbers; null for another column. */
  static @Nullable ElementType of(DataType type) {
    if (type instanceof BooleanType) {
      return BOOLEAN;
    } else if (type instanceof ByteType) {
      return BYTE;
    } else if (type instanceof ShortType) {
      return SHORT;
    } else if (type instanceof IntegerType) {
      return INT;
    } else if (type instanceof LongType) {
      return LONG;
    } else if (type instanceof FloatType) {
      return FLOAT;
    } else if (type instanceof DoubleType) {
      return DOUBLE;
    }
    return type instanceof DecimalType ? DECIMAL : null;
  }

  /** Returns whether numbers of this type have fractions. */
  boolean hasFractions() {
    return this == FLOAT || this == DOUBLE || this == DECIMAL;
  }

  /** Returns a number with fractions. */
  double getDouble(SpecializedGetters values, int ordinal, int precision, int scale) {
    return switch (this) {
      case FLOAT -> values.getFloat(ordinal);
      case DOUBLE -> values.getDouble(ordinal);
      case DECIMAL -> values.getDecimal(ordinal, precision, scale).toDouble();
      default -> getLong(values, ordinal);
    };
  }

  /** Returns a number without fractions. */
  long getLong(SpecializedGetters values, int ordinal) {
    return switch (this) {
      case BOOLEAN -> values.getBoolean(ordinal) ? 1 : 0;
      case BYTE -> values.getByte(ordinal);
      case SHORT -> values.getShort(ordinal);
      case INT -> values.getInt(ordinal);
      case LONG -> values.getLong(ordinal);
      default -> throw new IllegalStateException(this + " has fractions");
    };
  }
}
