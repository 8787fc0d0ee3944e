package dev.tenon.internal.backing.keras;

import dev.tenon.engine.Engine;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.saving.StateNotes;
import dev.tenon.internal.train.ModelTraining;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.pass.RunGuards;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.limits.RunLimits;
import dev.tenon.model.SummaryOptions;
import dev.tenon.model.TensorSpec;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.CompileOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A Keras model in the IR, compiled for an engine when it is first run there. */
public final class KerasBacking implements Backing {
  private final KerasModel keras;
  private final List<TensorSpec> inputSpecs;
  private final List<TensorSpec> outputSpecs;
  private final Map<String, Executable> compiled = new LinkedHashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final List<Value> inner = new ArrayList<>();
  private final ModelTraining training;
  private final LayerMemory memory;
  private final Object turn = new Object();
  private RunLimits limits = RunLimits.DEFAULTS;
  private long compiledVersion;
  private boolean closed;

  public KerasBacking(KerasModel keras) {
    this.keras = keras;
    this.inputSpecs = keras.lowered().graph().inputs().stream().map(TensorSpec::of).toList();
    this.outputSpecs = outputs(keras);
    this.training = new ModelTraining(keras, keras.lowered()::graph);
    this.memory = new LayerMemory(keras);
    values.putAll(keras.innerValues());
    inner.addAll(values.values());
    List<Value> outputs = keras.lowered().graph().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      values.putIfAbsent(keras.outputNames().get(i), outputs.get(i));
    }
  }

  @Override
  public boolean isKeras() {
    return true;
  }

  @Override
  public KerasModel keras() {
    keras.parameters().hold(null);
    return keras;
  }

  @Override
  public Backing add(LayerNode layer) {
    return ModelBuilding.longer(this, layer);
  }

  @Override
  public KerasNetwork editable() {
    return new KerasNetwork(keras(), training);
  }

  @Override
  public Map<String, long[]> weightShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    KerasWeights.parameters(keras())
        .forEach((path, parameter) -> shapes.put(path, parameter.shape()));
    return shapes;
  }

  @Override
  public Map<String, Tensor> weights() {
    return weights("");
  }

  @Override
  public Map<String, Tensor> weights(String start) {
    return KerasWeights.of(keras(), start);
  }

  @Override
  public @Nullable CompileOptions compiled() {
    return training.options();
  }

  @Override
  public List<String> graphNotes() {
    return StateNotes.lost(keras());
  }

  @Override
  public String name() {
    return keras.name();
  }

  @Override
  public ModelTraining training() {
    return training;
  }

  @Override
  public List<TensorSpec> inputs() {
    return inputSpecs;
  }

  @Override
  public List<TensorSpec> outputs() {
    return outputSpecs;
  }

  private static List<TensorSpec> outputs(KerasModel keras) {
    List<TensorSpec> outputs = new ArrayList<>();
    for (int i = 0; i < keras.outputNames().size(); i++) {
      Value value = keras.lowered().graph().outputs().get(i);
      Shape shape = value.shape();
      outputs.add(new TensorSpec(keras.outputNames().get(i), value.dtype(), shape));
    }
    return List.copyOf(outputs);
  }

  @Override
  public List<String> innerNames() {
    return List.copyOf(values.keySet());
  }

  @Override
  public List<Tensor> run(
      Engine engine, Map<String, Tensor> inputs, List<String> wanted, Deadline deadline) {
    List<String> own = keras.outputNames();
    List<Value> fetched = new ArrayList<>();
    boolean onlyOutputs = true;
    for (String name : wanted) {
      onlyOutputs &= own.contains(name);
      fetched.add(value(name, keras, values));
    }
    if (engine == Engine.TENSORFLOW && training.holdsWeights()) {
      return training.predict(inputs, fetched, deadline);
    }
    return memory.isEmpty()
        ? executable(engine, onlyOutputs).run(inputs, fetched, deadline)
        : inTurn(engine, onlyOutputs, inputs, fetched, deadline);
  }

  @Override
  public List<TensorType> types(List<String> wanted, List<TensorType> inputs) {
    List<TensorType> types = types(wanted, keras);
    if (types.stream().allMatch(type -> type.shape().hasLengths())) {
      return types;
    }
    // Lengths that follow from those of the inputs by more than a factor.
    Lowered special = Lowering.lower(keras.model(), Mode.INFERENCE, keras.lowered(), inputs);
    return types(wanted, keras.withLowered(special));
  }

  private static List<TensorType> types(List<String> wanted, KerasModel keras) {
    Map<String, Value> inner = keras.innerValues();
    List<TensorType> types = new ArrayList<>();
    wanted.forEach(name -> types.add(value(name, keras, inner).type()));
    return types;
  }

  private static Value value(String name, KerasModel keras, Map<String, Value> inner) {
    int output = keras.outputNames().indexOf(name);
    Value value = output >= 0 ? keras.lowered().graph().outputs().get(output) : inner.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the model has no output or layer '" + name + "'; it has " + inner.keySet());
    }
    return value;
  }

  /** Runs a model that remembers: a prediction starts where the one before has ended. */
  private List<Tensor> inTurn(
      Engine engine,
      boolean onlyOutputs,
      Map<String, Tensor> inputs,
      List<Value> fetched,
      Deadline deadline) {
    synchronized (turn) {
      Executable compiled = executable(engine, onlyOutputs);
      LayerMemory.Ran ran = memory.run(compiled, inputs, fetched, deadline);
      keep(ran.states());
      return ran.results();
    }
  }

  private synchronized void keep(Map<Parameter, Tensor> states) {
    states.forEach(keras.parameters()::put);
    // What is compiled is fed the states, and is as good as before.
    compiledVersion += states.size();
  }

  @Override
  public synchronized void setLimits(RunLimits chosen) {
    if (chosen.elements() != limits.elements()) {
      // What is compiled has checked sizes; the rest of the limits is a run's own.
      release();
    }
    limits = chosen;
  }

  @Override
  public boolean keepsStates() {
    return !memory.isEmpty();
  }

  @Override
  public void resetStates() {
    synchronized (turn) {
      if (training.holdsWeights()) {
        training.assign(memory.start());
      } else {
        keep(memory.start());
      }
    }
  }

  private synchronized Executable executable(Engine engine, boolean onlyOutputs) {
    if (closed) {
      throw new IllegalStateException("the model '" + keras.name() + "' is closed");
    }
    keras.parameters().hold(null);
    if (keras.parameters().version() != compiledVersion) {
      // What was compiled has old weights.
      compiled.values().forEach(Executable::close);
      compiled.clear();
      compiledVersion = keras.parameters().version();
    }
    // An engine that fuses operators keeps inner values only where it is told that they are wanted.
    boolean inspect = !onlyOutputs;
    return compiled.computeIfAbsent(
        inspect ? engine + "/inspect" : engine.id(),
        key -> {
          RunGuards.checkSizes(memory.graph(), limits.elements());
          return GraphEngine.of(engine)
              .compile(memory.graph(), keras.parameters(), inspect ? inner : List.of());
        });
  }

  @Override
  public String summary(SummaryOptions options) {
    return KerasSummary.of(keras, options, training().optimizerVariables());
  }

  @Override
  public Map<String, String> description() {
    Map<String, String> facts = new LinkedHashMap<>();
    KerasModel.SourceInfo source = keras.source();
    facts.put("format", "Keras, dialect " + source.dialect());
    facts.put("keras_version", source.kerasVersion() == null ? "?" : source.kerasVersion());
    facts.put("backend", source.backend() == null ? "?" : source.backend());
    facts.put("model", keras.model().className() + " '" + keras.name() + "'");
    facts.put("weights", keras.hasWeights() ? "complete" : "missing");
    facts.put("compiled", keras.training().config().isEmpty() ? "no" : "yes");
    facts.put(
        "optimizer_state",
        keras.training().optimizerWeights().isEmpty()
            ? "no"
            : keras.training().optimizerWeights().size() + " variables");
    return facts;
  }

  @Override
  public Map<String, Integer> kinds() {
    Map<String, Integer> kinds = new TreeMap<>();
    for (LayerNode layer : keras.lowered().built().keySet()) {
      kinds.merge(layer.layer().className(), 1, Integer::sum);
    }
    return kinds;
  }

  @Override
  public List<String> warnings() {
    return keras.warnings();
  }

  @Override
  public synchronized boolean holdsNatives() {
    return !compiled.isEmpty() || training.isOpen();
  }

  @Override
  public synchronized void release() {
    compiled.values().forEach(Executable::close);
    compiled.clear();
  }

  /** Frees all native memory, which is taken again where somebody still uses the model. */
  synchronized void releaseAll() {
    try {
      training.close();
    } finally {
      release();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    releaseAll();
  }
}
