package dev.tenon.spark.internal.columns;

import dev.tenon.Model;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Reads texts, which the model's tokenizer turns into all its inputs.
 *
 * @param place for messages
 * @param ordinal the position of the column
 */
record TokenInput(ColumnPlace place, int ordinal) implements InputReader {
  @Override
  public void read(
      List<InternalRow> rows, Model model, BatchBuffers buffers, Map<String, Tensor> inputs) {
    List<String> texts = new ArrayList<>();
    for (InternalRow row : rows) {
      if (row.isNullAt(ordinal)) {
        throw place.nullValue();
      }
      texts.add(row.getUTF8String(ordinal).toString());
    }
    inputs.putAll(TextAssets.inputs(model.info().textAssets(), model.inputs(), texts));
  }
}
