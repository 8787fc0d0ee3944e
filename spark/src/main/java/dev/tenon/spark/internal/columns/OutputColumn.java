package dev.tenon.spark.internal.columns;

import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.Serializable;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * A new column.
 *
 * @param name the name of the column
 * @param value the name of the output or inner value, as for {@code Model.run}
 * @param kind what the column has of it
 * @param dtype the element type of the column
 * @param axes the number of axes of a row
 * @param vector whether the column has vectors
 */
public record OutputColumn(
    String name, String value, OutputKind kind, DType dtype, int axes, boolean vector)
    implements Serializable {
  private static final byte DENSE = 1;

  /**
   * Returns the column of a value.
   *
   * @param vector whether vectors are asked for; numbers stay numbers
   * @throws IllegalArgumentException if such a column cannot have the value
   */
  public static OutputColumn of(String name, TensorSpec value, OutputKind kind, boolean vector) {
    String place = "the new column '" + name + "' of the output " + value + ": ";
    if (!value.shape().ranked() && !(vector && kind != OutputKind.ARG_MAX)) {
      throw new IllegalArgumentException(
          place + "its number of axes is unknown; set outputType to 'vector'");
    }
    int rank = value.shape().ranked() ? value.shape().rank() : 2;
    if (rank == 0) {
      throw new IllegalArgumentException(place + "it has no batch axis, so it has no rows");
    }
    if (kind != OutputKind.VALUE && (rank < 2 || value.dtype() == DType.STRING)) {
      throw new IllegalArgumentException(
          place + "expected numbers with an axis besides the batch, of which one is the largest");
    }
    int axes = kind == OutputKind.ARG_MAX ? rank - 2 : rank - 1;
    if (vector && value.dtype() == DType.STRING) {
      throw new IllegalArgumentException(
          place + "strings have no vectors; set outputType to 'array'");
    }
    return new OutputColumn(
        name, value.name(), kind, kind.dtype(value.dtype()), axes, vector && axes > 0);
  }

  /** Returns the field of the schema. */
  public StructField field() {
    DataType type = vector ? SQLDataTypes.VectorType() : ResultElements.type(dtype);
    for (int axis = 0; !vector && axis < axes; axis++) {
      type = DataTypes.createArrayType(type, false);
    }
    return new StructField(name, type, false, Metadata.empty());
  }

  /**
   * Returns the values of a batch, in Spark's internal form.
   *
   * @param computed the output or inner value
   * @param rows the number of rows of the batch
   * @throws IllegalArgumentException if it does not have a value for each row
   */
  public Object[] values(Tensor computed, int rows) {
    if (computed.rank() == 0 || computed.dim(0) != rows) {
      throw new IllegalArgumentException(
          "the value '"
              + value
              + "' for the column '"
              + name
              + "' has the shape "
              + computed.shapeString()
              + "; expected a first axis of "
              + rows
              + ", the rows of the batch");
    }
    Tensor result = kind.of(computed);
    int size = result.size() / rows;
    if (vector) {
      return vectors(result.toDoubleArray(), rows, size);
    }
    if (result.rank() != axes + 1) {
      throw new IllegalArgumentException(
          "the value '"
              + value
              + "' for the column '"
              + name
              + "' has the shape "
              + computed.shapeString()
              + "; expected "
              + (axes + 1)
              + " axes");
    }
    ResultElements elements = ResultElements.of(result);
    Object[] values = new Object[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = elements.nested(1, row * size, size);
    }
    return values;
  }

  private static Object[] vectors(double[] elements, int rows, int size) {
    Object[] values = new Object[rows];
    for (int row = 0; row < rows; row++) {
      double[] vector = new double[size];
      System.arraycopy(elements, row * size, vector, 0, size);
      values[row] =
          new GenericInternalRow(
              new Object[] {DENSE, null, null, UnsafeArrayData.fromPrimitiveArray(vector)});
    }
    return values;
  }
}
