package dev.tenon.spark.internal.execution;

import dev.tenon.spark.internal.columns.InputReader;
import dev.tenon.spark.internal.columns.OutputColumn;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** The function from the rows of a partition to the rows with new columns. */
public final class BatchScoring extends AbstractFunction1<Iterator<Object>, Iterator<Object>>
    implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final ModelSource source;
  private final List<InputReader> inputs;
  private final List<OutputColumn> outputs;
  private final int batchSize;

  /**
   * Creates the function.
   *
   * @param source the model
   * @param inputs the readers of the input columns
   * @param outputs the new columns
   * @param batchSize the largest number of rows of a run
   */
  public BatchScoring(
      ModelSource source, List<InputReader> inputs, List<OutputColumn> outputs, int batchSize) {
    this.source = source;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.batchSize = batchSize;
  }

  @Override
  public Iterator<Object> apply(Iterator<Object> rows) {
    if (!rows.hasNext()) {
      return rows;
    }
    ExecutorModels.Lease lease = ExecutorModels.lease(source);
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
    }
    Iterator<InternalRow> internal = rows.map(row -> (InternalRow) row);
    return new ScoredRows(internal, lease.model(), inputs, outputs, batchSize);
  }

  /** Returns what plans and Spark's pages show. */
  @Override
  public String toString() {
    return "TenonModel " + outputs.stream().map(OutputColumn::name).toList();
  }
}
