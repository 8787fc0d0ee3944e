package dev.tenon.internal.train.custom;

import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.KerasTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of a batch in a step: the inputs of its graph.
 *
 * @param features the features
 * @param targets the targets
 * @param weights the sample weights
 */
record BatchTensors(
    List<KerasTensor> features, List<KerasTensor> targets, List<KerasTensor> weights) {
  static final String FEATURE = "feature";
  static final String TARGET = "target";
  static final String WEIGHT = "sample_weight";

  static BatchTensors of(BatchTypes types, GraphBuilder builder, StepTrace trace) {
    return new BatchTensors(
        inputs(FEATURE, types.features(), builder, trace),
        inputs(TARGET, types.targets(), builder, trace),
        inputs(WEIGHT, types.weights(), builder, trace));
  }

  /** Returns the name of an input. */
  static String name(String kind, int number) {
    return kind + "/" + number;
  }

  private static List<KerasTensor> inputs(
      String kind, List<TensorType> types, GraphBuilder builder, StepTrace trace) {
    List<KerasTensor> inputs = new ArrayList<>();
    for (TensorType type : types) {
      inputs.add(StepTensor.of(trace, builder.input(name(kind, inputs.size()), type)));
    }
    return List.copyOf(inputs);
  }
}
