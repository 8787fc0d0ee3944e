package dev.tenon.runtime.tensorflow.training;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.View;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Replica;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.session.CollectiveServer;
import dev.tenon.runtime.tensorflow.session.GraphSession;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/** The variables of a model in one session, and the programs that were written into its graph. */
public final class TensorFlowTrainer implements Trainer {
  private final GraphSession model;
  private final Variables variables;
  private final ParameterStore start;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /**
   * Opens an empty graph for training.
   *
   * @param start the first values of parameters
   * @param replica the place among processes that train together; null for one that trains alone
   */
  public TensorFlowTrainer(String name, ParameterStore start, @Nullable Replica replica) {
    this.model =
        replica == null
            ? new GraphSession(name, true)
            : GraphSession.of(name, CollectiveServer.start(replica));
    this.variables = new Variables(model.tf());
    this.start = start;
  }

  @Override
  public Program prepare(TrainProgram program) {
    lock.writeLock().lock();
    try {
      Program prepared = new ProgramWriter(model, variables, program).write();
      variables.fill(model.session(), start);
      boolean changes = program.optimization() != null || !program.states().isEmpty();
      Lock needed = changes ? lock.writeLock() : lock.readLock();
      return new LockedProgram(prepared, needed);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** A program that waits until nobody reads what it changes. */
  private record LockedProgram(Program program, Lock lock) implements Program {
    @Override
    public List<Tensor> run(Map<String, Tensor> inputs, int outputs, Deadline deadline) {
      lock.lock();
      try {
        return program.run(inputs, outputs, deadline);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int stepsTogether() {
      return program.stepsTogether();
    }

    @Override
    public List<List<Tensor>> runAll(List<Map<String, Tensor>> inputs, int outputs) {
      lock.lock();
      try {
        return program.runAll(inputs, outputs);
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public List<Tensor> read(List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      // Nothing was run yet: TensorFlow refuses a run without a target.
      return List.of();
    }
    lock.writeLock().lock();
    try {
      List<Output<?>> reads = new ArrayList<>();
      List<DType> kinds = new ArrayList<>();
      for (Parameter parameter : parameters) {
        reads.add(variables.of(parameter).host());
        kinds.add(parameter.dtype());
      }
      variables.fill(model.session(), start);
      return model.read(reads, kinds);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void assign(Map<Parameter, Tensor> values) {
    lock.writeLock().lock();
    try {
      values.keySet().forEach(variables::of);
      variables.fill(model.session(), start);
      Map<Variables.Variable, Supplier<Tensor>> contents = new LinkedHashMap<>();
      values.forEach((parameter, value) -> contents.put(variables.of(parameter), () -> value));
      Variables.fillAll(model.session(), contents);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void pull(ParameterStore parameters, Predicate<Parameter> wanted) {
    List<Parameter> group = new ArrayList<>();
    long bytes = 0;
    for (Parameter parameter : variables.parameters()) {
      if (parameters.has(parameter) && wanted.test(parameter)) {
        group.add(parameter);
        bytes += Variables.bytes(parameter);
      }
      if (bytes > Variables.TOGETHER) {
        pull(parameters, group);
        group.clear();
        bytes = 0;
      }
    }
    pull(parameters, group);
  }

  private void pull(ParameterStore parameters, List<Parameter> group) {
    List<Tensor> values = read(group);
    for (int i = 0; i < group.size(); i++) {
      View view = parameters.view(group.get(i));
      parameters.put(group.get(i), view.invert(values.get(i)), view);
    }
  }

  @Override
  public void push(ParameterStore parameters) {
    Map<Parameter, Tensor> values = new LinkedHashMap<>();
    for (Parameter parameter : variables.parameters()) {
      if (parameters.has(parameter)) {
        values.put(parameter, parameters.get(parameter));
      }
    }
    assign(values);
  }

  @Override
  public void close() {
    model.close();
  }
}
