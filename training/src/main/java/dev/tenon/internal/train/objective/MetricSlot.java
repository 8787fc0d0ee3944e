package dev.tenon.internal.train.objective;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.metrics.Metric;
import dev.tenon.metrics.MetricState;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A metric of one output with its variables, under the name that it is reported by. */
public final class MetricSlot {
  private final String reported;
  private final Metric metric;
  private final ParameterStore store;
  private final Map<String, Parameter> variables = new LinkedHashMap<>();

  public MetricSlot(String reported, Metric metric, ParameterStore store) {
    this.reported = reported;
    this.metric = metric;
    this.store = store;
  }

  /** Returns the name that it is reported by. */
  public String reported() {
    return reported;
  }

  public Metric metric() {
    return metric;
  }

  public Collection<Parameter> variables() {
    return variables.values();
  }

  /** Opens the variables for operators that go into a graph. */
  public Writing write(
      GraphBuilder builder,
      Ops ops,
      Function<Value, @Nullable OperatorNode> producer,
      @Nullable Value mask) {
    return new Writing(builder, ops, producer, mask);
  }

  private Parameter variable(String name, DType dtype, long... shape) {
    return variables.computeIfAbsent(
        name,
        n -> {
          Parameter made =
              new Parameter(
                  "metrics/" + reported + "/" + n, n, shape, dtype, Parameter.Role.STATE, null);
          store.put(made, Tensor.zeros(dtype, shape));
          return made;
        });
  }

  /** The variables of the metric in one graph. */
  public final class Writing implements MetricState {
    private final GraphBuilder builder;
    private final Ops ops;
    private final Function<Value, @Nullable OperatorNode> producer;
    private final @Nullable Value mask;
    private final Map<Parameter, Value> latest = new LinkedHashMap<>();

    private Writing(
        GraphBuilder builder,
        Ops ops,
        Function<Value, @Nullable OperatorNode> producer,
        @Nullable Value mask) {
      this.builder = builder;
      this.ops = ops;
      this.producer = producer;
      this.mask = mask;
    }

    @Override
    public Ops ops() {
      return ops;
    }

    @Override
    public @Nullable OperatorNode producer(Value value) {
      return producer.apply(value);
    }

    @Override
    public @Nullable Value mask() {
      return mask;
    }

    @Override
    public Value read(String name, DType dtype, long... shape) {
      DType kept = DType.of(metric.dtype());
      boolean other = dtype == DType.FLOAT32 && kept.isFloating();
      return present(variable(name, other ? kept : dtype, shape));
    }

    @Override
    public Value stored(String name) {
      Parameter variable = variables.get(name);
      if (variable == null) {
        throw new IllegalStateException(
            "metric '" + reported + "' asks for '" + name + "' before it was updated");
      }
      return present(variable);
    }

    private Value present(Parameter variable) {
      Value changed = latest.get(variable);
      Value present = changed == null ? builder.read(variable) : changed;
      return isRounded(variable) ? ops.cast(present, DType.FLOAT32) : present;
    }

    @Override
    public void assign(String name, Value value) {
      Parameter variable = variables.get(name);
      if (variable == null) {
        throw new IllegalStateException(
            "metric '" + reported + "' assigns '" + name + "' before it reads it");
      }
      latest.put(variable, isRounded(variable) ? ops.cast(value, variable.dtype()) : value);
    }

    /** Says whether the metric's own type is another than the one that it is computed in. */
    private boolean isRounded(Parameter variable) {
      return variable.dtype().isFloating() && variable.dtype() != DType.FLOAT32;
    }

    /** Returns what the variables become. */
    public List<TrainProgram.Assignment> assignments() {
      List<TrainProgram.Assignment> all = new ArrayList<>();
      latest.forEach((variable, value) -> all.add(new TrainProgram.Assignment(variable, value)));
      return all;
    }
  }
}
