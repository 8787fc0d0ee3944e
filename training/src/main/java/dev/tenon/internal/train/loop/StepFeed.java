package dev.tenon.internal.train.loop;

import dev.tenon.data.Batch;
import dev.tenon.internal.train.objective.Signature;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a batch by the names that a step has for them. */
final class StepFeed {
  private StepFeed() {}

  /**
   * Returns features, targets and weights.
   *
   * @param inputs what the features stand for, in their order
   * @param outputs the names of the model's outputs
   */
  static Map<String, Tensor> of(Batch batch, List<Value> inputs, List<String> outputs) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      fed.put(inputs.get(i).name(), batch.features().get(i));
    }
    for (int i = 0; i < batch.targets().size(); i++) {
      Tensor target = batch.targets().get(i);
      if (target != null) {
        fed.put(Signature.target(outputs.get(i)), target);
      }
      Tensor weight = i < batch.weights().size() ? batch.weights().get(i) : null;
      if (target != null && weight != null) {
        fed.put(Signature.weight(outputs.get(i)), weight);
      }
    }
    return fed;
  }
}
