package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Output;

/** The variables of a model in one session, and the programs that were written into its graph. */
final class TensorFlowTrainer implements Trainer {
  private final OpenModel model;
  private final Variables variables;
  private final ParameterStore start;

  TensorFlowTrainer(String name, ParameterStore start) {
    this.model = new OpenModel(name);
    this.variables = new Variables(model.tf());
    this.start = start;
  }

  @Override
  public synchronized Program prepare(TrainProgram program) {
    ProgramWriter writer = new ProgramWriter(model, variables, program);
    Program prepared = writer.write();
    variables.fill(model.session(), start);
    return (inputs, outputs) -> {
      synchronized (this) {
        return prepared.run(inputs, outputs);
      }
    };
  }

  @Override
  public synchronized Tensor read(Parameter parameter) {
    return read(List.of(parameter)).get(0);
  }

  private List<Tensor> read(List<Parameter> parameters) {
    List<Output<?>> reads = new ArrayList<>();
    List<DType> kinds = new ArrayList<>();
    for (Parameter parameter : parameters) {
      reads.add(variables.of(parameter).host());
      kinds.add(parameter.dtype());
    }
    variables.fill(model.session(), start);
    return model.read(reads, kinds);
  }

  @Override
  public synchronized void assign(Map<Parameter, Tensor> values) {
    values.forEach(
        (parameter, value) -> {
          Variables.Variable variable = variables.of(parameter);
          variables.fill(model.session(), start);
          Variables.fill(model.session(), variable, value);
        });
  }

  @Override
  public synchronized void pull(ParameterStore parameters) {
    List<Parameter> all = variables.parameters().stream().filter(parameters::has).toList();
    List<Tensor> values = read(all);
    for (int i = 0; i < all.size(); i++) {
      ParameterStore.Stored stored = parameters.stored(all.get(i));
      parameters.put(all.get(i), stored.view().invert(values.get(i)), stored.view());
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
