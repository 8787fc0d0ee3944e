package dev.tenon.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs an optimizer on given gradients. */
final class OptimizerRuns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OptimizerRuns() {}

  static Map<String, Object> plain(JsonNode node) {
    return JSON.convertValue(node, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  /** Cuts a row of numbers into the contents of parameters. */
  static Map<Parameter, Tensor> split(List<Parameter> parameters, Tensor row) {
    Map<Parameter, Tensor> parts = new LinkedHashMap<>();
    long at = 0;
    for (Parameter parameter : parameters) {
      Tensor part = row.slice(0, at, at + parameter.size()).reshape(parameter.shape());
      parts.put(parameter, part);
      at += parameter.size();
    }
    assertThat(at).as("numbers in a row").isEqualTo(row.size());
    return parts;
  }

  static Map<String, Tensor> feed(List<Parameter> weights, Tensor row) {
    Map<String, Tensor> fed = new HashMap<>();
    split(weights, row).forEach((weight, part) -> fed.put("g/" + weight.path(), part));
    return fed;
  }

  /** The loss is the sum of weights times inputs, so that the inputs are the gradients. */
  static TrainProgram program(OptimizerGraph graph, List<Parameter> weights) {
    GraphBuilder builder = new GraphBuilder("forward");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value loss = ops.scalar(DType.FLOAT32, 0.0);
    for (Parameter weight : weights) {
      TensorType type = new TensorType(DType.FLOAT32, Shape.of(weight.shape()));
      Value gradient = builder.input("g/" + weight.path(), type);
      Value product = ops.mul(builder.read(weight), gradient);
      loss = ops.add(loss, ops.reduceSum(ops.reshape(product, Shape.of(-1)), false, 0));
    }
    Graph forward = builder.build(List.of(loss), List.of("loss"));
    return graph.program(forward, loss, List.of());
  }

  /** Returns the largest difference over the largest golden number. */
  static double difference(Tensor tensor, Tensor golden) {
    double[] actual = tensor.cast(DType.FLOAT64).toDoubleArray();
    double[] wanted = golden.cast(DType.FLOAT64).toDoubleArray();
    double largest = 1e-6;
    double difference = 0;
    for (int i = 0; i < wanted.length; i++) {
      largest = Math.max(largest, Math.abs(wanted[i]));
      difference = Math.max(difference, Math.abs(wanted[i] - actual[i]));
    }
    return difference / largest;
  }
}
