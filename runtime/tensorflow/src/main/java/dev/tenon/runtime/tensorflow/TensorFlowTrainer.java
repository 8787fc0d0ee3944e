package dev.tenon.runtime.tensorflow;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/** A training step as one run of one session: forward, gradients, optimizer, assignments. */
final class TensorFlowTrainer implements Trainer {
  private static final String GRADIENT = "gradient/";

  private final OpenModel model;
  private final Variables variables;
  private final List<Output<?>> fetches;
  private final List<DType> types;
  private final List<Operation> assignments;

  private TensorFlowTrainer(
      OpenModel model,
      Variables variables,
      List<Output<?>> fetches,
      List<DType> types,
      List<Operation> assignments) {
    this.model = model;
    this.variables = variables;
    this.fetches = fetches;
    this.types = types;
    this.assignments = assignments;
  }

  static TensorFlowTrainer compile(TrainProgram program, ParameterStore parameters) {
    OpenModel model = new OpenModel(program.forward().name());
    try {
      Variables variables = new Variables(model.tf());
      Map<String, OperatorNode> sources = new LinkedHashMap<>();
      Emitter forward = new Emitter(model.tf(), true, variables::read, sources);
      Graph graph = program.forward();
      graph.inputs().forEach(input -> forward.bind(input, model.input(input)));
      forward.emit(graph.operators(), graph.name());
      Map<Parameter, Output<?>> gradients =
          new Gradients(model.tf(), variables, sources)
              .of(forward.resolve(program.loss()), program.trainable());
      Emitter step = new Emitter(model.tf(), false, variables::read, sources);
      bindStep(program, forward, step, gradients);
      step.emit(program.step().operators(), program.step().name());
      List<Output<?>> fetches = new ArrayList<>();
      List<DType> types = new ArrayList<>();
      for (Value output : graph.outputs()) {
        fetches.add(model.output(forward.resolve(output)));
        types.add(output.dtype());
      }
      List<Operation> assignments = new ArrayList<>();
      program.states().forEach(a -> assignments.add(assign(model.tf(), variables, forward, a)));
      program.steps().forEach(a -> assignments.add(assign(model.tf(), variables, step, a)));
      variables.fill(model.session(), parameters);
      return new TensorFlowTrainer(model, variables, fetches, types, assignments);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static void bindStep(
      TrainProgram program, Emitter forward, Emitter step, Map<Parameter, Output<?>> gradients) {
    Map<String, Output<?>> known = new LinkedHashMap<>();
    program.forward().inputs().forEach(i -> known.put(i.name(), forward.resolve(i)));
    gradients.forEach((parameter, value) -> known.put(GRADIENT + parameter.path(), value));
    for (Value input : program.step().inputs()) {
      Output<?> output = known.get(input.name());
      if (output == null) {
        throw new UnsupportedModelException(
            "the step graph's input '"
                + input.name()
                + "' is neither a gradient of a trainable parameter nor an input of the model");
      }
      step.bind(input, output);
    }
  }

  /** Assigns after the variable has been read: everything sees it as it was before the step. */
  private static Operation assign(
      Tf tf, Variables variables, Emitter emitter, TrainProgram.Assignment assignment) {
    Variables.Variable variable = variables.of(assignment.parameter());
    String outer = tf.scope("assign/" + assignment.parameter().path());
    Operation operation =
        tf.op("AssignVariableOp")
            .in(variable.handle(), emitter.resolve(assignment.value()))
            .attr("dtype", TensorFlowTypes.of(variable.dtype()))
            .after(List.of(variable.read().op()))
            .build();
    tf.scope(outer);
    return operation;
  }

  @Override
  public List<Tensor> step(Map<String, Tensor> inputs) {
    return model.run(inputs, fetches, types, assignments);
  }

  @Override
  public void pull(ParameterStore parameters) {
    List<Parameter> all = variables.parameters();
    List<Output<?>> reads = new ArrayList<>();
    List<DType> kinds = new ArrayList<>();
    for (Parameter parameter : all) {
      reads.add(variables.of(parameter).host());
      kinds.add(parameter.dtype());
    }
    List<Tensor> values = model.read(reads, kinds);
    for (int i = 0; i < all.size(); i++) {
      ParameterStore.Stored stored = parameters.stored(all.get(i));
      Tensor value = stored.view().invert(values.get(i));
      parameters.put(all.get(i), value, stored.view());
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
