package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.inspect.field.Field;
import dev.tenon.inspect.field.ReceptiveFields;
import dev.tenon.inspect.figures.Cost;
import dev.tenon.internal.figures.Flops;
import dev.tenon.internal.train.state.TrainableWeights;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts parameters, operations, memory and the receptive field of every step. */
public final class Costs {
  private Costs() {}

  /**
   * Returns the cost of every step by path, as far as the model determines lengths; an ONNX file
   * has few of them.
   *
   * @param model the model
   */
  public static Map<String, Cost> of(Model model) {
    return of(model, Map.of(), Map.of());
  }

  /**
   * Returns the cost of every step by path, for one sample.
   *
   * @param model the model
   * @param batch the inputs by name; they determine open lengths of a Keras model, and the number
   *     of samples if inputs and outputs agree on it
   * @param values the outputs of the steps by name; their lengths determine the operations of an
   *     ONNX file
   */
  public static Map<String, Cost> of(
      Model model, Map<String, Tensor> batch, Map<String, Tensor> values) {
    Structure structure = Structure.of(model);
    return model.info().isKeras()
        ? keras(model.info().keras(), structure, lowered(model.info().keras(), batch))
        : new OnnxCosts(model, structure, batch, values).of();
  }

  /** Returns the model's operators for the lengths of a batch, with any number of samples. */
  private static Lowered lowered(KerasModel keras, Map<String, Tensor> batch) {
    List<TensorType> types = new ArrayList<>();
    boolean open = false;
    for (Value input : keras.lowered().graph().inputs()) {
      Tensor fed = batch.get(input.name());
      Shape shape = input.shape();
      if (fed != null && shape.ranked() && shape.rank() == fed.rank()) {
        for (int i = 1; i < shape.rank(); i++) {
          open |= !shape.dim(i).isKnown();
          shape = shape.with(i, Dim.of(fed.dim(i)));
        }
      }
      types.add(input.type().with(shape));
    }
    try {
      return open
          ? Lowering.lower(keras.model(), Mode.INFERENCE, keras.lowered(), types)
          : keras.lowered();
    } catch (IllegalArgumentException e) {
      // What is open stays open.
      return keras.lowered();
    }
  }

  private static Map<String, Cost> keras(KerasModel keras, Structure structure, Lowered lowered) {
    Map<String, Long> flops = flops(lowered);
    long samples = samples(keras);
    Map<Value, Field> fields = ReceptiveFields.of(lowered.graph());
    Map<String, Parameter> parameters = new HashMap<>();
    keras.lowered().parameters().forEach(weight -> parameters.put(weight.path(), weight));
    Set<Parameter> trainable = Set.copyOf(TrainableWeights.of(keras.lowered()));
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (Step step : structure.steps()) {
      long count = 0;
      long free = 0;
      long bytes = 0;
      for (String path : step.weights()) {
        Parameter parameter = parameters.get(path);
        if (parameter == null || parameter.name().equals("seed_generator_state")) {
          continue;
        }
        count += parameter.size();
        bytes += parameter.size() * parameter.dtype().bytes();
        free += trainable.contains(parameter) ? parameter.size() : 0;
      }
      List<Value> outputs = lowered.inner().getOrDefault(step.path(), List.of());
      Field field = outputs.isEmpty() ? null : fields.get(outputs.get(0));
      long flop = flops.getOrDefault(step.path(), 0L);
      Long memory = bytes(outputs);
      costs.put(
          step.path(),
          new Cost(
              count,
              free,
              bytes,
              flop < 0 ? null : Long.valueOf(flop / samples),
              memory == null ? null : Long.valueOf(memory / samples),
              field == null ? List.of() : field.sizes()));
    }
    return costs;
  }

  /** Returns the batch length if the model fixes it. */
  private static long samples(KerasModel keras) {
    List<Value> inputs = keras.lowered().graph().inputs();
    Shape shape = inputs.isEmpty() ? Shape.unknownRank() : inputs.get(0).shape();
    return shape.ranked() && shape.rank() > 0 ? Math.max(1, shape.length(0)) : 1;
  }

  private static @Nullable Long bytes(List<Value> outputs) {
    long bytes = 0;
    for (Value value : outputs) {
      long elements = Flops.elements(value.shape());
      if (elements < 0) {
        return null;
      }
      bytes += elements * Math.max(1, value.dtype().bytes());
    }
    return bytes;
  }

  /** Returns the operations of each layer call; negative if a length is open. */
  private static Map<String, Long> flops(Lowered lowered) {
    Map<String, Long> sums = new HashMap<>();
    for (OperatorNode node : lowered.graph().nodes()) {
      String path = node.origin().path();
      while (!path.isEmpty() && !lowered.inner().containsKey(path)) {
        path = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
      }
      long flops = Flops.of(node);
      sums.merge(path, flops, (a, b) -> a < 0 || b < 0 ? -1L : a + b);
    }
    return sums;
  }
}
