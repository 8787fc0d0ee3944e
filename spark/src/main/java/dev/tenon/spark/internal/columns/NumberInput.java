package dev.tenon.spark.internal.columns;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Reads numbers and nested arrays of numbers.
 *
 * @param name the name of the input
 * @param elements the copying of the numbers
 * @param ordinal the position of the column
 * @param depth the number of nested arrays in the column; 0 for a number
 * @param axes the lengths of a sample's axes; negative for one that the first row of a batch
 *     decides
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record NumberInput(String name, ColumnElements elements, int ordinal, int depth, long[] axes)
    implements InputReader {

  @Override
  public void read(
      List<InternalRow> rows, Model model, BatchBuffers buffers, Map<String, Tensor> inputs) {
    int[] lengths = lengths(rows.get(0));
    int count = Arrays.stream(lengths).reduce(1, Math::multiplyExact);
    BatchTensor writer =
        buffers.tensor(name, elements.dtype(), Math.multiplyExact(count, rows.size()));
    int at = 0;
    for (InternalRow row : rows) {
      if (row.isNullAt(ordinal)) {
        throw elements.place().nullValue();
      }
      if (depth == 0) {
        elements.copy(row, ordinal, writer, at);
      } else {
        copy(row.getArray(ordinal), lengths, 0, writer, at);
      }
      at += count;
    }
    inputs.put(name, writer.build(shape(rows.size(), lengths)));
  }

  /** Returns the lengths of the arrays of a row. */
  private int[] lengths(InternalRow row) {
    int[] lengths = new int[depth];
    if (depth != axes.length) {
      // A flat array for several axes, or a number for an axis of length 1.
      Arrays.fill(lengths, (int) Arrays.stream(axes).reduce(1, Math::multiplyExact));
      return lengths;
    }
    ArrayData array = null;
    for (int level = 0; level < depth; level++) {
      boolean outer = level == 0;
      if (outer
          ? row.isNullAt(ordinal)
          : array != null && array.numElements() > 0 && array.isNullAt(0)) {
        throw elements.place().nullValue();
      }
      if (outer) {
        array = row.getArray(ordinal);
      } else if (array != null) {
        array = array.numElements() > 0 ? array.getArray(0) : null;
      }
      lengths[level] =
          axes[level] >= 0 ? (int) axes[level] : array == null ? 0 : array.numElements();
    }
    return lengths;
  }

  private void copy(ArrayData array, int[] lengths, int level, BatchTensor writer, int at) {
    if (array.numElements() != lengths[level]) {
      throw elements
          .place()
          .error(
              "expected "
                  + lengths[level]
                  + " elements"
                  + (axes.length == depth && axes[level] < 0
                      ? ", as in the first row of the batch"
                      : "")
                  + ", received "
                  + array.numElements()
                  + (axes.length == depth && axes[level] < 0
                      ? ": pad the arrays to one length, or set batchSize to 1"
                      : ""));
    }
    if (level == depth - 1) {
      elements.copyAll(array, writer, at);
      return;
    }
    int inner = 1;
    for (int i = level + 1; i < depth; i++) {
      inner *= lengths[i];
    }
    for (int i = 0; i < lengths[level]; i++) {
      if (array.isNullAt(i)) {
        throw elements.place().nullValue();
      }
      copy(array.getArray(i), lengths, level + 1, writer, at + i * inner);
    }
  }

  private long[] shape(int rows, int[] lengths) {
    long[] shape = new long[axes.length + 1];
    shape[0] = rows;
    for (int i = 0; i < axes.length; i++) {
      shape[i + 1] = depth == axes.length ? lengths[i] : axes[i];
    }
    return shape;
  }
}
