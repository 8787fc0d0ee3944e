package dev.tenon.spark.internal.columns;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Reads strings, or arrays of them.
 *
 * @param name the name of the input
 * @param place for messages
 * @param ordinal the position of the column
 * @param array whether the column has arrays
 * @param rank the number of axes of the input with the batch
 */
record StringInput(String name, ColumnPlace place, int ordinal, boolean array, int rank)
    implements InputReader {
  @Override
  public void read(
      List<InternalRow> rows, Model model, BatchBuffers buffers, Map<String, Tensor> inputs) {
    List<String> strings = new ArrayList<>();
    long count = 1;
    for (InternalRow row : rows) {
      if (row.isNullAt(ordinal)) {
        throw place.nullValue();
      }
      if (!array) {
        strings.add(row.getUTF8String(ordinal).toString());
        continue;
      }
      ArrayData values = row.getArray(ordinal);
      if (!strings.isEmpty() && values.numElements() != count) {
        throw place.error(
            "expected arrays of one length in a batch, received "
                + count
                + " and "
                + values.numElements()
                + " strings: pad the arrays, or set batchSize to 1");
      }
      count = values.numElements();
      for (int i = 0; i < count; i++) {
        if (values.isNullAt(i)) {
          throw place.nullValue();
        }
        strings.add(values.getUTF8String(i).toString());
      }
    }
    long[] shape = rank == 1 ? new long[] {rows.size()} : new long[] {rows.size(), count};
    inputs.put(name, Tensor.ofStrings(strings.toArray(String[]::new), shape));
  }
}
