package dev.tenon.internal.train.custom;

import dev.tenon.data.Batch;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What batches look like that one program is made for: all lengths but the number of samples.
 *
 * @param features the types of the features
 * @param targets the types of the targets
 * @param weights the types of the sample weights
 */
record BatchTypes(List<TensorType> features, List<TensorType> targets, List<TensorType> weights) {
  private static final Dim BATCH = Dim.symbol("batch");

  static BatchTypes of(Batch batch) {
    if (batch.features().isEmpty()) {
      throw new IllegalArgumentException("a step needs features: the batch has none");
    }
    return new BatchTypes(types(batch.features()), types(batch.targets()), types(batch.weights()));
  }

  private static List<TensorType> types(List<? extends @Nullable Tensor> tensors) {
    List<TensorType> types = new ArrayList<>();
    for (Tensor tensor : tensors) {
      if (tensor != null) {
        Shape shape = Shape.of(tensor.shape());
        types.add(new TensorType(tensor.dtype(), shape.rank() == 0 ? shape : shape.with(0, BATCH)));
      }
    }
    return types;
  }

  /** Returns what a batch feeds, by the names of a program's inputs. */
  static Map<String, Tensor> feed(Batch batch) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    feed(fed, BatchTensors.FEATURE, batch.features());
    feed(fed, BatchTensors.TARGET, batch.targets());
    feed(fed, BatchTensors.WEIGHT, batch.weights());
    return fed;
  }

  private static void feed(
      Map<String, Tensor> fed, String kind, List<? extends @Nullable Tensor> tensors) {
    int next = 0;
    for (Tensor tensor : tensors) {
      if (tensor != null) {
        fed.put(BatchTensors.name(kind, next++), Objects.requireNonNull(tensor));
      }
    }
  }
}
