package dev.tenon.spark.internal.rows;

import dev.tenon.spark.internal.files.SerializedObject;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Makes tensors of the rows of a partition, some rows at a time, on an executor. */
public record RowChunks(List<ColumnGroup> groups, int size)
    implements FlatMapFunction<Iterator<Row>, byte[]> {
  @Override
  public Iterator<byte[]> call(Iterator<Row> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public byte[] next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        List<Row> some = new ArrayList<>();
        while (some.size() < size && rows.hasNext()) {
          some.add(rows.next());
        }
        Tensor[] tensors = groups.stream().map(group -> group.tensor(some)).toArray(Tensor[]::new);
        return SerializedObject.write(tensors, "a chunk of rows");
      }
    };
  }

  /** Returns the tensors of a chunk, in the order of the groups. */
  public static List<Tensor> read(byte[] chunk) {
    return List.of((Tensor[]) SerializedObject.read(chunk));
  }
}
