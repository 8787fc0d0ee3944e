package dev.tenon.layers.core;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.lora.LoraConfig;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A layer whose activation is a layer of its own, such as PReLU with its weights.
 *
 * <p>Keras accepts such layers for the key {@code activation} and stores their weights inside the
 * layer.
 *
 * @param layer the layer without an activation
 * @param activation the layer applied to its first output
 */
public record Activated(Layer<?> layer, LayerNode activation) implements Layer<Activated.Weights> {

  /** The layer with its weights, and the activation, which is built when its shape is known. */
  public record Weights(Main<?> main, Build build, AtomicReference<SubLayer<?>> activation) {}

  /** A layer with its weights. */
  public record Main<W>(Layer<W> layer, W weights) {
    private static <W> Main<W> of(Layer<W> layer, Build build, List<Shape> inputs) {
      return new Main<>(layer, layer.build(build, inputs));
    }

    private List<Value> call(Call call, List<Value> inputs) {
      return layer.call(weights, call, inputs);
    }
  }

  @Override
  public String className() {
    return layer.className();
  }

  @Override
  public String registeredName() {
    return layer.registeredName();
  }

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    return new Weights(Main.of(layer, build, inputs), build, new AtomicReference<>());
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Value y = weights.main().call(call, inputs).get(0);
    SubLayer<?> made = weights.activation().get();
    if (made == null) {
      made = weights.build().layer("activation", activation, List.of(y.shape()));
      weights.activation().set(made);
    }
    return List.of(call.apply(made, y));
  }

  @Override
  public int fewestInputs() {
    return layer.fewestInputs();
  }

  @Override
  public boolean takesIntegers() {
    return layer.takesIntegers();
  }

  @Override
  public boolean learns(String weight) {
    return layer.learns(weight);
  }

  @Override
  public @Nullable LoraConfig lora() {
    return layer.lora();
  }

  @Override
  public int summedAxes() {
    return layer.summedAxes();
  }

  @Override
  public MaskFlow maskFlow() {
    return layer.maskFlow();
  }

  @Override
  public @Nullable KerasObject activityRegularizer() {
    return layer.activityRegularizer();
  }

  @Override
  public boolean regularizesItself() {
    return layer.regularizesItself();
  }
}
