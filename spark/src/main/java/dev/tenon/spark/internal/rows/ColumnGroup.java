package dev.tenon.spark.internal.rows;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a data frame that are one tensor of a batch.
 *
 * <p>A column of arrays or vectors gives an axis for each level. Several columns are joined along
 * the second axis. Numbers with a fraction become float32.
 *
 * @param names the columns
 * @param places their indices in a row
 * @param dtype the element type
 * @param flat whether a row is a vector in any case
 */
public record ColumnGroup(List<String> names, List<Integer> places, DType dtype, boolean flat)
    implements Serializable {
  /**
   * Returns a group.
   *
   * @param feature whether one number is a vector of length 1; as a label it is a scalar
   * @throws IllegalArgumentException if a column is missing or has no numbers, texts or booleans
   */
  public static ColumnGroup of(StructType schema, List<String> names, boolean feature) {
    List<Integer> places = new ArrayList<>();
    DType common = null;
    boolean scalars = true;
    for (String name : names) {
      int place = Arrays.asList(schema.fieldNames()).indexOf(name);
      if (place < 0) {
        throw new IllegalArgumentException(
            "column '"
                + name
                + "' is not in the data frame, which has "
                + Arrays.toString(schema.fieldNames()));
      }
      places.add(place);
      DataType type = schema.apply(place).dataType();
      DType own = dtype(name, type, type);
      scalars &= !(type instanceof ArrayType) && !isVector(type);
      common = common == null || common == own ? own : joined(names, common, own);
    }
    if (common == null) {
      throw new IllegalArgumentException("a feature or a label needs at least one column");
    }
    boolean text = common == DType.STRING;
    boolean flat = names.size() > 1 || (feature && scalars && !text);
    // A model of tabular data takes float32, as those that read a CSV file.
    DType dtype = feature && scalars && names.size() > 1 && !text ? DType.FLOAT32 : common;
    return new ColumnGroup(List.copyOf(names), List.copyOf(places), dtype, flat);
  }

  private static boolean isVector(DataType type) {
    return type.equals(SQLDataTypes.VectorType());
  }

  private static DType joined(List<String> names, DType one, DType other) {
    if (one == DType.STRING || other == DType.STRING) {
      throw new IllegalArgumentException(
          "columns " + names + " have texts and numbers: give each a feature of its own");
    }
    return DType.FLOAT32;
  }

  private static DType dtype(String name, DataType type, DataType whole) {
    if (type instanceof ArrayType array) {
      return dtype(name, array.elementType(), whole);
    }
    if (isVector(type)
        || type.equals(DataTypes.FloatType)
        || type.equals(DataTypes.DoubleType)
        || type instanceof DecimalType) {
      return DType.FLOAT32;
    }
    if (type.equals(DataTypes.LongType)) {
      return DType.INT64;
    }
    if (type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.ByteType)) {
      return DType.INT32;
    }
    if (type.equals(DataTypes.BooleanType)) {
      return DType.BOOL;
    }
    if (type.equals(DataTypes.StringType)) {
      return DType.STRING;
    }
    throw new IllegalArgumentException(
        "column '"
            + name
            + "' must have numbers, booleans, strings, arrays of them or vectors, received "
            + whole.catalogString());
  }

  /**
   * Returns the tensor of some rows, with the rows along the first axis.
   *
   * @throws IllegalArgumentException if a value is null or rows have different lengths
   */
  public Tensor tensor(List<Row> rows) {
    List<@Nullable Object> elements = new ArrayList<>();
    long[] shape = {};
    for (Row row : rows) {
      int before = elements.size();
      long[] inner = {};
      for (int i = 0; i < places.size(); i++) {
        inner = collect(names.get(i), row.get(places.get(i)), elements);
      }
      long[] own = flat ? new long[] {elements.size() - before} : inner;
      if (before > 0 && !Arrays.equals(own, shape)) {
        throw new IllegalArgumentException(
            "columns "
                + names
                + " have rows of shapes "
                + Arrays.toString(shape)
                + " and "
                + Arrays.toString(own)
                + ": all rows of a batch need one shape");
      }
      shape = own;
    }
    long[] whole = new long[shape.length + 1];
    whole[0] = rows.size();
    System.arraycopy(shape, 0, whole, 1, shape.length);
    return packed(elements).reshape(whole);
  }

  /** Adds the elements of a value to a list, and returns its shape. */
  private static long[] collect(
      String name, @Nullable Object value, List<@Nullable Object> elements) {
    if (value == null) {
      throw new IllegalArgumentException(
          "column '" + name + "' has a null: fill or drop it, as by frame.na()");
    }
    if (value instanceof Vector vector) {
      for (double each : vector.toArray()) {
        elements.add(each);
      }
      return new long[] {vector.size()};
    }
    if (value instanceof scala.collection.Seq<?> sequence) {
      long[] inner = {};
      for (int i = 0; i < sequence.length(); i++) {
        long[] own = collect(name, sequence.apply(i), elements);
        if (i > 0 && !Arrays.equals(own, inner)) {
          throw new IllegalArgumentException(
              "column '" + name + "' has arrays of different lengths in one row");
        }
        inner = own;
      }
      long[] shape = new long[inner.length + 1];
      shape[0] = sequence.length();
      System.arraycopy(inner, 0, shape, 1, inner.length);
      return shape;
    }
    elements.add(value);
    return new long[] {};
  }

  private Tensor packed(List<@Nullable Object> elements) {
    if (dtype == DType.STRING) {
      return Tensor.ofStrings(elements.toArray(String[]::new), elements.size());
    }
    Tensor.Writer writer = new Tensor.Writer(dtype, elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Object element = elements.get(i);
      if (element instanceof Boolean flag) {
        writer.set(i, flag ? 1L : 0L);
      } else if (element instanceof Long || element instanceof Integer) {
        writer.set(i, ((Number) element).longValue());
      } else if (element instanceof Number number) {
        writer.set(i, number.doubleValue());
      }
    }
    return writer.build(elements.size());
  }
}
