package dev.tenon.spark.internal.columns;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/** A reader of a column for inputs of a model. */
@FunctionalInterface
public interface InputReader extends Serializable {
  /**
   * Adds the tensors of a batch.
   *
   * @param rows the batch, at least one row
   * @param model the model
   * @param buffers the memory of the tensors
   * @param inputs the tensors by the name of their input
   * @throws IllegalArgumentException if a value is null or does not fit
   */
  void read(List<InternalRow> rows, Model model, BatchBuffers buffers, Map<String, Tensor> inputs);
}
