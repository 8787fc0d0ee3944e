package dev.tenon.spark.internal.columns;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Reads dense and sparse vectors of Spark ML.
 *
 * @param name the name of the input
 * @param elements the copying of the numbers
 * @param ordinal the position of the column
 * @param axes the lengths of a sample's axes; a single one may be negative, if the first row of a
 *     batch decides it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record VectorInput(String name, ColumnElements elements, int ordinal, long[] axes)
    implements InputReader {
  /** The fields of a vector: its kind, and of a sparse one its size and its indices; its values. */
  private static final int FIELDS = 4;

  private static final int SPARSE = 0;

  @Override
  public void read(
      List<InternalRow> rows, Model model, BatchBuffers buffers, Map<String, Tensor> inputs) {
    int count =
        axes.length == 1 && axes[0] < 0
            ? size(vector(rows.get(0)))
            : (int) Arrays.stream(axes).reduce(1, Math::multiplyExact);
    BatchTensor writer =
        buffers.tensor(name, elements.dtype(), Math.multiplyExact(count, rows.size()));
    int at = 0;
    for (InternalRow row : rows) {
      InternalRow vector = vector(row);
      if (size(vector) != count) {
        throw elements
            .place()
            .error("expected vectors of size " + count + ", received one of " + size(vector));
      }
      ArrayData values = vector.getArray(3);
      if (vector.getByte(0) == SPARSE) {
        writer.clear(at, count);
        int[] indices = vector.getArray(2).toIntArray();
        for (int i = 0; i < indices.length; i++) {
          elements.copy(values, i, writer, at + indices[i]);
        }
      } else {
        elements.copyAll(values, writer, at);
      }
      at += count;
    }
    long[] shape = new long[axes.length + 1];
    System.arraycopy(axes, 0, shape, 1, axes.length);
    shape[0] = rows.size();
    if (axes.length == 1) {
      shape[1] = count;
    }
    inputs.put(name, writer.build(shape));
  }

  private InternalRow vector(InternalRow row) {
    if (row.isNullAt(ordinal)) {
      throw elements.place().nullValue();
    }
    return row.getStruct(ordinal, FIELDS);
  }

  private static int size(InternalRow vector) {
    return vector.getByte(0) == SPARSE ? vector.getInt(1) : vector.getArray(3).numElements();
  }
}
