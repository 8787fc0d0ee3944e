package dev.tenon.spark.internal.columns;

import dev.tenon.Model;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Reads bytes as unsigned numbers.
 *
 * @param name the name of the input
 * @param place for messages
 * @param ordinal the position of the column
 * @param axes the lengths of a sample's axes; a single one may be negative, if the first row of a
 *     batch decides it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record BytesInput(String name, ColumnPlace place, int ordinal, long[] axes) implements InputReader {
  @Override
  public void read(
      List<InternalRow> rows, Model model, BatchBuffers buffers, Map<String, Tensor> inputs) {
    int count =
        axes.length == 1 && axes[0] < 0
            ? bytes(rows.get(0)).length
            : (int) Arrays.stream(axes).reduce(1, Math::multiplyExact);
    ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(count, rows.size()));
    for (InternalRow row : rows) {
      byte[] bytes = bytes(row);
      if (bytes.length != count) {
        throw place.error("expected " + count + " bytes, received " + bytes.length);
      }
      all.put(bytes);
    }
    long[] shape = new long[axes.length + 1];
    System.arraycopy(axes, 0, shape, 1, axes.length);
    shape[0] = rows.size();
    if (axes.length == 1) {
      shape[1] = count;
    }
    inputs.put(name, Tensor.of(DType.UINT8, shape, all.flip()));
  }

  private byte[] bytes(InternalRow row) {
    if (row.isNullAt(ordinal)) {
      throw place.nullValue();
    }
    return row.getBinary(ordinal);
  }
}
