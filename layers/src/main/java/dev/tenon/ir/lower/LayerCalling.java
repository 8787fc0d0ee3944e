package dev.tenon.ir.lower;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Body;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.lora.LoraAdapter;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of one layer during lowering. */
final class LayerCalling implements Call {
  private final Lowering lowering;
  private final SubLayer<?> sub;
  private final List<Arg> args;
  private final Map<String, Arg> kwargs;
  private final String path;
  private List<Value> inputs = List.of();
  private boolean maskSet;
  private @Nullable Value outputMask;

  LayerCalling(
      Lowering lowering, SubLayer<?> sub, List<Arg> args, Map<String, Arg> kwargs, String path) {
    this.lowering = lowering;
    this.sub = sub;
    this.args = args;
    this.kwargs = kwargs;
    this.path = path;
  }

  /**
   * Checks how many tensors a layer is called on.
   *
   * @throws IllegalArgumentException if it cannot compute with so many
   */
  static void checkCount(Layer<?> layer, int given) {
    if (layer instanceof NestedModel model) {
      int wanted = model.graph().inputs().size();
      if (given != wanted) {
        throw new IllegalArgumentException(
            "the model inside takes " + wanted + " tensors; it is called on " + given);
      }
    } else if (given < layer.fewestInputs()) {
      throw new IllegalArgumentException(
          layer.className()
              + " takes "
              + layer.fewestInputs()
              + " or more tensors; it is called on "
              + given);
    }
  }

  List<Value> run(List<Value> given) {
    Layer<?> layer = sub.layer();
    checkCount(layer, given.size());
    if (layer instanceof NestedModel model) {
      return lowering.inline(
          model.graph(),
          lowering.conform(given, model.graph().inputs()),
          path,
          sub.scope().path(),
          (node, scope) -> {
            if (!sub.scope().children().containsKey(node.name())) {
              sub.scope().add(node.name(), scope);
            }
          });
    }
    List<Value> cast = new ArrayList<>();
    for (Value value : given) {
      cast.add(
          layer.takesIntegers()
              ? lowering.cast(value, policy().compute())
              : lowering.number(value, policy().compute()));
    }
    inputs = Collections.unmodifiableList(cast);
    Value first = inputs.isEmpty() ? null : inputs.get(0);
    Value own = first == null ? null : lowering.mask(first);
    if (first != null && argument("mask") instanceof Arg.Ref explicit) {
      lowering.mask(first, explicit.value());
    }
    List<Value> outputs = new ArrayList<>(invoke(sub));
    if (!outputs.isEmpty()) {
      settleMask(layer, outputs);
    }
    if (first != null && argument("mask") instanceof Arg.Ref && !outputs.contains(first)) {
      // The mask was for this call; others that read the input see its own.
      lowering.mask(first, own);
    }
    regularize(layer, outputs);
    return outputs;
  }

  private void regularize(Layer<?> layer, List<Value> outputs) {
    KerasObject regularizer = layer.activityRegularizer();
    boolean wanted = lowering.mode != Mode.INFERENCE;
    if (regularizer == null || !wanted || !layer.regularizesItself()) {
      return;
    }
    if (lowering.isNested()) {
      throw new UnsupportedModelException(
          "the activity_regularizer of '"
              + path
              + "' is inside a loop, where Tenon cannot add up losses; remove it to train the"
              + " model");
    }
    outputs.forEach(output -> ActivityLoss.of(ops(), regularizer, output).forEach(this::addLoss));
  }

  private <W> List<Value> invoke(SubLayer<W> layer) {
    return layer.layer().call(layer.weights(), this, inputs);
  }

  private void settleMask(Layer<?> layer, List<Value> outputs) {
    boolean pass = layer.maskFlow() == Layer.MaskFlow.PASS && !inputs.isEmpty();
    Value mask = maskSet ? outputMask : pass ? mask(0) : null;
    Value first = outputs.get(0);
    if (mask != lowering.mask(first)) {
      if (first.constant() == null && inputs.contains(first)) {
        // The layer hands its input on: the input keeps its mask, the output gets its own.
        first = ops().apply(new Unary.Identity(), first);
        outputs.set(0, first);
      }
      lowering.mask(first, mask);
    }
  }

  @Nullable Value resultingMask(List<Value> outputs) {
    return outputs.isEmpty() ? null : lowering.mask(outputs.get(0));
  }

  @Override
  public Ops ops() {
    return lowering.ops;
  }

  @Override
  public Value read(Parameter parameter) {
    Value value = lowering.state(parameter);
    return parameter.role() == Parameter.Role.STATE && !value.dtype().isFloating()
        ? value
        : adapted(parameter, lowering.cast(value, policy().compute()));
  }

  private Value adapted(Parameter parameter, Value value) {
    LoraAdapter adapter = sub.scope().adapters().get(parameter);
    return adapter == null
        ? value
        : adapter.applied(
            ops(),
            value,
            lowering.cast(lowering.state(adapter.a()), value.dtype()),
            lowering.cast(lowering.state(adapter.b()), value.dtype()));
  }

  @Override
  public Value stored(Parameter parameter) {
    return adapted(parameter, lowering.state(parameter));
  }

  @Override
  public boolean training() {
    Arg explicit = argument("training");
    if (explicit instanceof Arg.Const constant && constant.value() instanceof Boolean flag) {
      return flag;
    }
    return lowering.mode == Mode.TRAINING;
  }

  @Override
  public boolean evaluating() {
    return !training() && lowering.mode == Mode.EVALUATION;
  }

  @Override
  public boolean trainable() {
    return sub.node().trainable();
  }

  @Override
  public boolean has(LegacyOption option) {
    return sub.node().has(option);
  }

  @Override
  public DTypePolicy policy() {
    return sub.node().dtypePolicy();
  }

  @Override
  public @Nullable Value mask(int input) {
    return input < inputs.size() ? lowering.mask(inputs.get(input)) : null;
  }

  @Override
  public @Nullable Value maskOf(Value value) {
    return lowering.mask(value);
  }

  @Override
  public void setMask(@Nullable Value mask) {
    maskSet = true;
    outputMask = mask;
  }

  @Override
  public void clearMask(Value value) {
    lowering.mask(value, null);
  }

  @Override
  public List<Arg> args() {
    return args;
  }

  @Override
  public @Nullable Arg argument(String name) {
    return kwargs.get(name);
  }

  @Override
  public Set<String> keywords() {
    return Collections.unmodifiableSet(kwargs.keySet());
  }

  @Override
  public void update(Parameter state, Value value) {
    refuseNested("the state '" + state.path() + "' is updated");
    lowering.update(state, lowering.ops.cast(value, state.dtype()));
  }

  @Override
  public void addLoss(Value scalar) {
    refuseNested("a loss is added");
    lowering.loss(scalar);
  }

  private void refuseNested(String what) {
    if (lowering.isNested()) {
      throw new UnsupportedModelException(
          what
              + " inside the nested graph of a loop or a choice, at '"
              + path
              + "', from which nothing but its results comes out: do it before or after");
    }
  }

  @Override
  public Value nextSeed(Parameter seed) {
    refuseNested("the seed '" + seed.path() + "' is drawn from");
    Value now = lowering.state(seed);
    Value step = ops().constant(Tensor.of(new long[] {0, 1}, 2));
    lowering.update(seed, ops().add(now, step));
    return now;
  }

  @Override
  public List<Value> call(SubLayer<?> layer, List<Value> given) {
    return call(layer, given, Map.of(), Collections.nCopies(given.size(), null)).outputs();
  }

  @Override
  public Called call(
      SubLayer<?> layer,
      List<Value> given,
      Map<String, Arg> keywords,
      List<@Nullable Value> masks) {
    Map<String, Arg> passed = new LinkedHashMap<>(keywords);
    Arg training = argument("training");
    if (training != null) {
      passed.putIfAbsent("training", training);
    }
    for (int i = 0; i < given.size(); i++) {
      Value mask = i < masks.size() ? masks.get(i) : null;
      if (mask != null) {
        lowering.mask(given.get(i), mask);
      }
    }
    List<Arg> positional = new ArrayList<>();
    given.forEach(value -> positional.add(new Arg.Ref(value)));
    String innerPath = path + "/" + layer.node().name();
    lowering.enter(innerPath, layer.layer().className(), lowering.again());
    try {
      LayerCalling calling = new LayerCalling(lowering, layer, positional, passed, innerPath);
      List<Value> outputs = calling.run(given);
      return new Called(outputs, calling.resultingMask(outputs));
    } finally {
      lowering.leaveOrigin();
    }
  }

  @Override
  public Body body(String name) {
    GraphBuilder nested = new GraphBuilder(path + "/" + name, true);
    lowering.enter(nested);
    return new Body(nested, lowering::leave);
  }
}
