package dev.tenon.internal.train.step;

import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.keras.config.OptimizerVariable;
import dev.tenon.keras.config.OptimizerVariable.Kind;
import dev.tenon.optimizers.ConstantRate;
import dev.tenon.optimizers.LossScaleOptimizer;
import dev.tenon.optimizers.MultiOptimizer;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.optimizers.Slot;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The variables of an optimizer for given weights, in the order in which Keras makes them. */
public final class OptimizerVariables {
  /**
   * One variable.
   *
   * @param parameter what holds it; its path is Keras' path
   * @param kind what it is
   * @param slot how it was declared
   * @param weight the weight that it stands beside; null for none
   * @param owner which of several optimizers has it, as files name it; null for one of all
   */
  public record Variable(
      Parameter parameter, Kind kind, Slot slot, @Nullable Parameter weight, @Nullable String owner)
      implements OptimizerVariable {
    @Override
    public String name() {
      return slot.name();
    }
  }

  /**
   * One of several optimizers, with the weights that it has.
   *
   * @param optimizer the rule
   * @param weights what it learns
   * @param variables its variables, which are among those of all
   */
  record Group(Optimizer optimizer, List<Parameter> weights, OptimizerVariables variables) {}

  private record Key(Kind kind, String name) {
    // Written out: what a JVM makes for records costs the start of a command 10 ms.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.kind == kind && key.name.equals(name);
    }

    @Override
    public int hashCode() {
      return 31 * kind.hashCode() + name.hashCode();
    }
  }

  private static final String AVERAGE = "average";
  private static final String SCALE = "dynamic_scale";
  private static final String COUNTER = "step_counter";
  private static final String ACCUMULATOR = "gradient_accumulator";

  private final String prefix;
  private final List<Variable> all = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final Map<Key, Parameter> ofAll = new HashMap<>();
  private final Map<Parameter, Map<Key, Parameter>> ofWeights = new IdentityHashMap<>();

  private OptimizerVariables(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Declares the variables.
   *
   * @param optimizer the rule
   * @param trainable what is learned, in Keras' order
   */
  public static OptimizerVariables of(Optimizer optimizer, List<Parameter> trainable) {
    if (optimizer instanceof MultiOptimizer multi) {
      return ofSeveral(multi, trainable);
    }
    Optimizer inner =
        optimizer instanceof LossScaleOptimizer scaled ? scaled.innerOptimizer() : optimizer;
    return of(optimizer, trainable, Optimizers.name(inner));
  }

  private static OptimizerVariables ofSeveral(MultiOptimizer multi, List<Parameter> trainable) {
    OptimizerVariables variables = new OptimizerVariables(Optimizers.name(multi));
    variables.single(Kind.ITERATION, "iteration", DType.INT64, 0);
    variables.single(Kind.LEARNING_RATE, "learning_rate", DType.FLOAT32, 0);
    UniqueNames names = new UniqueNames();
    UniqueNames owners = new UniqueNames();
    Map<Integer, List<Parameter>> given =
        trainable.stream().collect(Collectors.groupingBy(multi::position));
    List<Optimizer> optimizers = multi.optimizers();
    for (int i = 0; i < optimizers.size(); i++) {
      Optimizer optimizer = optimizers.get(i);
      List<Parameter> weights = given.getOrDefault(i, List.of());
      OptimizerVariables own = of(optimizer, weights, names.unique(Optimizers.name(optimizer)));
      String owner = owners.unique(LayerNames.snakeCase(optimizer.className()));
      own.all.forEach(
          v ->
              variables.all.add(
                  new Variable(v.parameter(), v.kind(), v.slot(), v.weight(), owner)));
      variables.groups.add(new Group(optimizer, weights, own));
    }
    return variables;
  }

  private static OptimizerVariables of(
      Optimizer optimizer, List<Parameter> trainable, String prefix) {
    OptimizerVariables variables = new OptimizerVariables(prefix);
    if (optimizer instanceof LossScaleOptimizer scaled) {
      String outer = Optimizers.name(optimizer);
      // The first two are there in Keras and count nothing.
      variables.scaling(outer, "iteration", DType.INT64, 0);
      variables.scaling(outer, "learning_rate", DType.FLOAT32, 0);
      variables.scaling(outer, COUNTER, DType.INT64, 0);
      variables.scaling(outer, SCALE, DType.FLOAT32, scaled.initialScale());
    }
    variables.single(Kind.ITERATION, "iteration", DType.INT64, 0);
    if (optimizer.learningRate() instanceof ConstantRate rate) {
      variables.single(Kind.LEARNING_RATE, "learning_rate", DType.FLOAT32, rate.value());
    }
    OptimizerOptions options = optimizer.options();
    if (options.useEma()) {
      trainable.forEach(w -> variables.beside(w, Kind.AVERAGE, Slot.of(w, AVERAGE)));
    }
    if (options.gradientAccumulationSteps() != null) {
      trainable.forEach(w -> variables.beside(w, Kind.ACCUMULATOR, Slot.of(w, ACCUMULATOR)));
    }
    int rounds =
        trainable.stream()
            .flatMap(weight -> optimizer.slots(weight).stream())
            .mapToInt(slot -> slot.round() + 1)
            .max()
            .orElse(0);
    for (int round = 0; round < rounds; round++) {
      for (Parameter weight : trainable) {
        for (Slot slot : optimizer.slots(weight)) {
          if (slot.round() == round) {
            variables.beside(weight, slot.isUsed() ? Kind.SLOT : Kind.UNUSED, slot);
          }
        }
      }
    }
    DType type = trainable.isEmpty() ? DType.FLOAT32 : trainable.get(0).dtype();
    optimizer.shared().forEach((name, value) -> variables.single(Kind.SHARED, name, type, value));
    return variables;
  }

  /**
   * Returns the variables that a summary counts.
   *
   * @param all whether those beside weights are among them
   */
  public static List<Parameter> counted(
      Optimizer optimizer, List<Parameter> trainable, boolean all) {
    return of(optimizer, all ? trainable : List.of()).all.stream()
        .filter(v -> all || v.kind() == Kind.ITERATION || v.kind() == Kind.LEARNING_RATE)
        .map(Variable::parameter)
        .toList();
  }

  private void single(Kind kind, String name, DType dtype, double initial) {
    Slot scalar = new Slot(name, List.of(), dtype, initial, false, 0, name);
    ofAll.put(new Key(kind, name), declare(kind, null, name, scalar));
  }

  private void scaling(String outer, String name, DType dtype, double initial) {
    Slot scalar = new Slot(name, List.of(), dtype, initial, false, 0, name);
    ofAll.put(new Key(Kind.LOSS_SCALE, name), declare(Kind.LOSS_SCALE, null, outer, name, scalar));
  }

  private void beside(Parameter weight, Kind kind, Slot slot) {
    String name = weight.path().replace('/', '_') + "_" + slot.name();
    Parameter parameter = declare(kind, weight, name, slot);
    Parameter previous =
        ofWeights
            .computeIfAbsent(weight, w -> new HashMap<>())
            .put(new Key(kind, slot.name()), parameter);
    if (previous != null) {
      throw new IllegalArgumentException(
          prefix + " has two slots '" + slot.name() + "' beside '" + weight.path() + "'");
    }
  }

  private Parameter declare(Kind kind, @Nullable Parameter weight, String last, Slot slot) {
    return declare(kind, weight, prefix, last, slot);
  }

  private Parameter declare(
      Kind kind, @Nullable Parameter weight, String first, String last, Slot slot) {
    long[] shape = slot.shape().stream().mapToLong(Long::longValue).toArray();
    Parameter parameter =
        new Parameter(first + "/" + last, last, shape, slot.dtype(), Parameter.Role.STATE, null);
    all.add(new Variable(parameter, kind, slot, weight, null));
    return parameter;
  }

  /** Returns all variables in Keras' order. */
  public List<Variable> all() {
    return List.copyOf(all);
  }

  /** Returns the optimizers that the weights are given to; empty for one rule of all. */
  List<Group> groups() {
    return List.copyOf(groups);
  }

  /** Returns the moving averages that are kept, by weight. */
  Map<Parameter, Parameter> averages() {
    Map<Parameter, Parameter> averages = new IdentityHashMap<>();
    for (Variable variable : all) {
      Parameter weight = variable.weight();
      if (variable.kind() == Kind.AVERAGE && weight != null) {
        averages.put(weight, variable.parameter());
      }
    }
    return averages;
  }

  /** Returns the variable that another set of weights has, too; null for none. */
  public @Nullable Variable same(Variable other) {
    for (Variable variable : all) {
      if (variable.kind() == other.kind()
          && variable.name().equals(other.name())
          && variable.weight() == other.weight()
          && variable.parameter().path().equals(other.parameter().path())) {
        return variable;
      }
    }
    return null;
  }

  /** Puts what the variables hold at the start into a store. */
  void initialize(ParameterStore parameters) {
    for (Variable variable : all) {
      Parameter weight = variable.weight();
      if (variable.slot().isCopied() && weight != null) {
        parameters.put(variable.parameter(), parameters.get(weight));
      } else {
        parameters.putFilled(variable.parameter(), variable.slot().initial());
      }
    }
  }

  /** Returns the number of steps done, an int64 scalar. */
  public Parameter iteration() {
    return single(Kind.ITERATION, "iteration");
  }

  /** Returns the scale of the loss, a float32 scalar. */
  Parameter dynamicScale() {
    return single(Kind.LOSS_SCALE, SCALE);
  }

  /** Returns the number of steps with finite gradients since the scale changed, an int64 scalar. */
  Parameter scaleCounter() {
    return single(Kind.LOSS_SCALE, COUNTER);
  }

  /** Returns the learning rate, a float32 scalar; null where a schedule says it. */
  @Nullable Parameter learningRate() {
    return ofAll.get(new Key(Kind.LEARNING_RATE, "learning_rate"));
  }

  Parameter average(Parameter weight) {
    return beside(weight, Kind.AVERAGE, AVERAGE);
  }

  Parameter accumulator(Parameter weight) {
    return beside(weight, Kind.ACCUMULATOR, ACCUMULATOR);
  }

  Parameter slot(Parameter weight, String name) {
    return beside(weight, Kind.SLOT, name);
  }

  public Parameter shared(String name) {
    return single(Kind.SHARED, name);
  }

  private Parameter single(Kind kind, String name) {
    Parameter found = ofAll.get(new Key(kind, name));
    if (found == null) {
      throw new IllegalArgumentException(prefix + " declares no shared variable '" + name + "'");
    }
    return found;
  }

  private Parameter beside(Parameter weight, Kind kind, String name) {
    Parameter found = ofWeights.getOrDefault(weight, Map.of()).get(new Key(kind, name));
    if (found == null) {
      throw new IllegalArgumentException(
          prefix + " declares no slot '" + name + "' beside '" + weight.path() + "'");
    }
    return found;
  }
}
