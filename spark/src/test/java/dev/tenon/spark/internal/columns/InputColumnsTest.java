package dev.tenon.spark.internal.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.Tenon;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** Columns of every type become the tensors that they stand for. */
final class InputColumnsTest {
  /** The readers that are tested do not ask it. */
  private static final Model UNUSED = Model.sequential(Tenon.dense(1).inputShape(1));

  private static TensorSpec input(DType dtype, long... shape) {
    return new TensorSpec("x", dtype, Shape.of(shape));
  }

  private static InputReader reader(TensorSpec input, DataType type) {
    StructType schema = new StructType().add("id", DataTypes.LongType).add("c", type);
    return new InputColumns(schema, null, null).reader(input, "c");
  }

  private static Tensor read(TensorSpec input, DataType type, Object... values) {
    List<InternalRow> rows =
        Arrays.stream(values)
            .map(value -> (InternalRow) new GenericInternalRow(new Object[] {0L, value}))
            .toList();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    BatchBuffers buffers = new BatchBuffers();
    // As a batch before has left it.
    buffers.tensor("x", DType.FLOAT32, 6).set(0, new float[] {7, 7, 7, 7, 7, 7});
    reader(input, type).read(rows, UNUSED, buffers, tensors);
    return tensors.get("x");
  }

  private static void refuses(ThrowingSupplier<?> reading, String... parts) {
    assertThatThrownBy(reading::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  private static DataType array(DataType element) {
    return DataTypes.createArrayType(element);
  }

  private static UnsafeArrayData floats(float... values) {
    return UnsafeArrayData.fromPrimitiveArray(values);
  }

  private static GenericArrayData list(Object... values) {
    return new GenericArrayData(values);
  }

  @Test
  void numbersOfEveryType() {
    TensorSpec vector = input(DType.FLOAT32, -1);
    Tensor expected = Tensor.of(new float[] {2, -3}, 2);
    assertThat(read(vector, DataTypes.FloatType, 2f, -3f)).isEqualTo(expected);
    assertThat(read(vector, DataTypes.DoubleType, 2d, -3d)).isEqualTo(expected);
    assertThat(read(vector, DataTypes.LongType, 2L, -3L)).isEqualTo(expected);
    assertThat(read(vector, DataTypes.IntegerType, 2, -3)).isEqualTo(expected);
    assertThat(read(vector, DataTypes.ShortType, (short) 2, (short) -3)).isEqualTo(expected);
    assertThat(read(vector, DataTypes.ByteType, (byte) 2, (byte) -3)).isEqualTo(expected);
    assertThat(
            read(vector, DataTypes.createDecimalType(6, 2), Decimal.apply(2d), Decimal.apply(-3d)))
        .isEqualTo(expected);
    assertThat(read(vector, DataTypes.BooleanType, true, false))
        .isEqualTo(Tensor.of(new float[] {1, 0}, 2));
    assertThat(read(input(DType.INT32, -1, 1), DataTypes.LongType, 5L, 7L).toLongArray())
        .containsExactly(5, 7);
    assertThat(read(input(DType.INT32, -1, 1), DataTypes.LongType, 5L).shape())
        .containsExactly(1, 1);
  }

  @Test
  void arraysNestedAndFlat() {
    TensorSpec matrix = input(DType.FLOAT32, -1, 2, 3);
    Tensor expected = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
    assertThat(read(matrix, array(DataTypes.FloatType), floats(1, 2, 3, 4, 5, 6)))
        .isEqualTo(expected);
    assertThat(
            read(matrix, array(array(DataTypes.FloatType)), list(floats(1, 2, 3), floats(4, 5, 6))))
        .isEqualTo(expected);
    assertThat(
            read(
                matrix,
                array(DataTypes.DoubleType),
                UnsafeArrayData.fromPrimitiveArray(new double[] {1, 2, 3, 4, 5, 6})))
        .isEqualTo(expected);
    assertThat(
            read(
                input(DType.INT64, -1, -1),
                array(DataTypes.IntegerType),
                list(1, 2, 3),
                list(4, 5, 6)))
        .isEqualTo(
            read(
                input(DType.INT64, -1, 3),
                array(DataTypes.LongType),
                list(1L, 2L, 3L),
                list(4L, 5L, 6L)));
  }

  @Test
  void vectorsDenseAndSparse() {
    Object dense =
        new GenericInternalRow(
            new Object[] {
              (byte) 1, null, null, UnsafeArrayData.fromPrimitiveArray(new double[] {1, 2, 3})
            });
    Object sparse =
        new GenericInternalRow(
            new Object[] {
              (byte) 0,
              3,
              UnsafeArrayData.fromPrimitiveArray(new int[] {1}),
              UnsafeArrayData.fromPrimitiveArray(new double[] {9})
            });
    assertThat(read(input(DType.FLOAT32, -1, 3), SQLDataTypes.VectorType(), dense, sparse))
        .isEqualTo(Tensor.of(new float[] {1, 2, 3, 0, 9, 0}, 2, 3));
    refuses(
        () -> read(input(DType.FLOAT32, -1, 4), SQLDataTypes.VectorType(), sparse),
        "expected vectors of size 4, received one of 3");
  }

  @Test
  void bytesAndStrings() {
    assertThat(
            read(input(DType.UINT8, -1, 2), DataTypes.BinaryType, new byte[] {1, -1}).toLongArray())
        .containsExactly(1, 255);
    assertThat(
            read(
                input(DType.STRING, -1, 1),
                DataTypes.StringType,
                UTF8String.fromString("ä"),
                UTF8String.fromString("b")))
        .isEqualTo(Tensor.ofStrings(new String[] {"ä", "b"}, 2, 1));
    assertThat(
            read(
                input(DType.STRING, -1, 2),
                array(DataTypes.StringType),
                list(UTF8String.fromString("a"), UTF8String.fromString("b"))))
        .isEqualTo(Tensor.ofStrings(new String[] {"a", "b"}, 1, 2));
  }

  @Test
  void typesThatDoNotFitAreNamed() {
    TensorSpec two = input(DType.FLOAT32, -1, 2, 3);
    refuses(
        () -> reader(two, DataTypes.StringType), "column 'c' (string)", "x: float32", "numbers");
    refuses(() -> reader(two, DataTypes.FloatType), "expected arrays nested 2 deep", "flat");
    refuses(
        () -> reader(input(DType.FLOAT32, -1, -1, 3), array(DataTypes.FloatType)),
        "flat values cannot fill axes of unknown lengths");
    refuses(
        () -> reader(input(DType.INT32, -1), DataTypes.DoubleType),
        "expected whole numbers for int32: cast the column");
    refuses(() -> reader(two, DataTypes.BinaryType), "bytes fill inputs of uint8");
    refuses(() -> reader(input(DType.STRING, -1), DataTypes.LongType), "expected strings");
    refuses(
        () -> reader(input(DType.FLOAT32, -1, -1, -1, 3), DataTypes.BinaryType),
        "images need an input of four axes with a known height and width");
    refuses(
        () ->
            new InputColumns(new StructType().add("pixels", DataTypes.LongType), null, null)
                .reader(two, "pixel"),
        "column",
        "'pixel'",
        "pixels",
        "set inputCol or inputs");
  }

  @Test
  void valuesThatDoNotFitAreNamed() {
    TensorSpec row = input(DType.FLOAT32, -1, 2);
    refuses(() -> read(row, array(DataTypes.FloatType), (Object) null), "'c'", "na().drop()");
    refuses(() -> read(row, array(DataTypes.FloatType), list(1f, null)), "na().fill(…)");
    UnsafeArrayData unsafe = floats(1, 2);
    unsafe.setNullAt(1);
    refuses(() -> read(row, array(DataTypes.FloatType), unsafe), "a row has a null");
    refuses(
        () -> read(row, array(DataTypes.FloatType), floats(1, 2, 3)),
        "expected 2 elements, received 3");
    refuses(
        () ->
            read(
                input(DType.FLOAT32, -1, -1),
                array(DataTypes.FloatType),
                floats(1, 2),
                floats(1, 2, 3)),
        "as in the first row of the batch",
        "pad the arrays");
    refuses(
        () -> read(input(DType.UINT8, -1), DataTypes.IntegerType, 256),
        "a row has 256, which uint8 cannot hold");
    refuses(
        () -> read(input(DType.FLOAT32, -1, 4, 4, 3), DataTypes.BinaryType, new byte[] {1, 2}),
        "a row is not an image that Tenon decodes");
  }
}
