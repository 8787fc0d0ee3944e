package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Executable;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Output;

/** A graph compiled for prediction. */
final class TensorFlowExecutable implements Executable {
  private final OpenModel model;
  private final Map<Value, Output<?>> fetchable;

  private TensorFlowExecutable(OpenModel model, Map<Value, Output<?>> fetchable) {
    this.model = model;
    this.fetchable = fetchable;
  }

  static TensorFlowExecutable compile(Graph graph, ParameterStore parameters, List<Value> inner) {
    OpenModel model = new OpenModel(graph.name());
    try {
      Variables variables = new Variables(model.tf());
      Emitter emitter = new Emitter(model.tf(), false, variables::read, new HashMap<>());
      graph.inputs().forEach(input -> emitter.bind(input, model.input(input)));
      emitter.emit(graph);
      Map<Value, Output<?>> fetchable = new IdentityHashMap<>();
      for (Value value : graph.outputs()) {
        fetchable.put(value, model.output(emitter.resolve(value)));
      }
      for (Value value : inner) {
        fetchable.computeIfAbsent(value, v -> model.output(emitter.resolve(v)));
      }
      variables.fill(model.session(), parameters);
      return new TensorFlowExecutable(model, fetchable);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs, List<Value> wanted) {
    List<Output<?>> fetches = new ArrayList<>();
    List<DType> types = new ArrayList<>();
    for (Value value : wanted) {
      Output<?> output = fetchable.get(value);
      if (output == null) {
        throw new IllegalArgumentException(
            "'"
                + value.name()
                + "' is neither an output nor was it named when the model was compiled");
      }
      fetches.add(output);
      types.add(value.dtype());
    }
    return model.run(inputs, fetches, types, List.of());
  }

  @Override
  public void close() {
    model.close();
  }
}
