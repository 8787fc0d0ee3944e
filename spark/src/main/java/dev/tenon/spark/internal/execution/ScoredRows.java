package dev.tenon.spark.internal.execution;

import dev.tenon.Model;
import dev.tenon.spark.internal.columns.BatchBuffers;
import dev.tenon.spark.internal.columns.InputReader;
import dev.tenon.spark.internal.columns.OutputColumn;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/** Rows with new columns, computed batch by batch when they are asked for. */
final class ScoredRows extends AbstractIterator<Object> {
  private final Iterator<InternalRow> source;
  private final Model model;
  private final List<InputReader> inputs;
  private final List<OutputColumn> outputs;
  private final List<String> wanted;
  private final int batchSize;
  private final List<InternalRow> batch = new ArrayList<>();
  private final List<Object[]> columns = new ArrayList<>();
  private final BatchBuffers buffers = new BatchBuffers();
  private final JoinedRow joined = new JoinedRow();
  private int next;

  ScoredRows(
      Iterator<InternalRow> source,
      Model model,
      List<InputReader> inputs,
      List<OutputColumn> outputs,
      int batchSize) {
    this.source = source;
    this.model = model;
    this.inputs = inputs;
    this.outputs = outputs;
    this.wanted = outputs.stream().map(OutputColumn::value).distinct().toList();
    this.batchSize = batchSize;
  }

  @Override
  public boolean hasNext() {
    return next < batch.size() || source.hasNext();
  }

  @Override
  public Object next() {
    if (next == batch.size()) {
      compute();
    }
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i)[next];
    }
    // The reader of the rows takes one before it asks for the next, as from every iterator here.
    return joined.apply(batch.get(next++), new GenericInternalRow(values));
  }

  private void compute() {
    batch.clear();
    columns.clear();
    next = 0;
    while (batch.size() < batchSize && source.hasNext()) {
      // The source gives each row in the same memory.
      batch.add(source.next().copy());
    }
    if (batch.isEmpty()) {
      throw new NoSuchElementException("no more rows");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (InputReader input : inputs) {
      input.read(batch, model, buffers, tensors);
    }
    Map<String, Tensor> results = model.run(tensors, wanted);
    for (OutputColumn output : outputs) {
      columns.add(output.values(Objects.requireNonNull(results.get(output.value())), batch.size()));
    }
  }
}
