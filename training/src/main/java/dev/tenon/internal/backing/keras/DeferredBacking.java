package dev.tenon.internal.backing.keras;

import dev.tenon.engine.Engine;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.backing.FixedBacking;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.model.SummaryOptions;
import dev.tenon.model.TensorSpec;
import dev.tenon.runtime.Deadline;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.CompileOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A Sequential that waits for its first layer, or for data that give its weights their shapes. */
public final class DeferredBacking extends FixedBacking {
  private final @Nullable String name;
  private final @Nullable Value input;
  private final List<LayerNode> layers;
  private @Nullable CompileOptions options;

  public DeferredBacking(@Nullable String name, List<LayerNode> layers) {
    this(name, null, layers);
  }

  private DeferredBacking(@Nullable String name, @Nullable Value input, List<LayerNode> layers) {
    this.name = name;
    this.input = input;
    this.layers = List.copyOf(layers);
  }

  @Override
  public String name() {
    return name == null ? "sequential" : name;
  }

  /** Returns the name that was chosen; null for one of Keras' own. */
  @Nullable String chosenName() {
    return name;
  }

  List<LayerNode> layers() {
    return layers;
  }

  @Override
  public void compile(CompileOptions chosen) {
    options = chosen;
  }

  @Override
  public @Nullable CompileOptions compiled() {
    return options;
  }

  @Override
  public boolean isBuilt() {
    return false;
  }

  @Override
  public Backing built(TensorType batch) {
    return ModelBuilding.built(this, ModelBuilding.input(batch));
  }

  @Override
  public Backing add(LayerNode layer) {
    List<LayerNode> more = new ArrayList<>(layers);
    more.add(layer);
    DeferredBacking longer = new DeferredBacking(name, input, more);
    longer.options = options;
    Value first = input == null ? ModelBuilding.input(more) : input;
    return first == null ? longer : ModelBuilding.built(longer, first);
  }

  @Override
  public Backing withInput(Value input) {
    if (this.input != null || !layers.isEmpty()) {
      return super.withInput(input);
    }
    DeferredBacking fed = new DeferredBacking(name, input, layers);
    fed.options = options;
    return fed;
  }

  @Override
  public IllegalStateException notOnnx() {
    return refusal();
  }

  @Override
  protected IllegalStateException refusal() {
    return new IllegalStateException(
        "the model is not built: its weights follow from the first data; call fit or predict, or"
            + " give the first layer an inputShape(…)");
  }

  @Override
  public List<TensorSpec> inputs() {
    throw refusal();
  }

  @Override
  public List<TensorSpec> outputs() {
    throw refusal();
  }

  @Override
  public List<String> innerNames() {
    return layers.stream().map(LayerNode::name).toList();
  }

  @Override
  public List<Tensor> run(
      Engine engine, Map<String, Tensor> inputs, List<String> wanted, Deadline deadline) {
    throw refusal();
  }

  @Override
  public List<TensorType> types(List<String> wanted, List<TensorType> inputs) {
    throw refusal();
  }

  @Override
  public String summary(SummaryOptions options) {
    return KerasSummary.unbuilt(name == null ? "sequential" : name, layers, options);
  }

  @Override
  public Map<String, String> description() {
    return Map.of("format", "built in code", "weights", "missing: the model is not built");
  }

  @Override
  public Map<String, Integer> kinds() {
    Map<String, Integer> kinds = new TreeMap<>();
    layers.forEach(layer -> kinds.merge(layer.layer().className(), 1, Integer::sum));
    return kinds;
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public boolean holdsNatives() {
    return false;
  }

  @Override
  public void close() {}
}
