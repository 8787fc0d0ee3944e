package dev.tenon.exporters.keras.plan;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.calls.TensorOrigin;
import dev.tenon.keras.calls.TensorOrigins;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.core.InputLayer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model for export.
 *
 * @param className {@code Functional} or {@code Sequential}
 * @param name the model's name
 * @param trainable whether an optimizer may change it
 * @param layers its members in Keras' order, inputs included
 * @param inputs the members that are inputs, in order
 * @param outputs the output values
 * @param places the call of each value
 * @param types the known types of values
 */
public record ModelDraft(
    String className,
    String name,
    boolean trainable,
    List<LayerDraft> layers,
    List<LayerDraft> inputs,
    List<Value> outputs,
    Map<Value, Place> places,
    Map<Value, TensorType> types)
    implements TensorOrigins {

  /** The source of a value. */
  public record Place(LayerDraft layer, int call, int tensor) {}

  /** Returns the same model under another name. */
  public ModelDraft named(String other) {
    return new ModelDraft(className, other, trainable, layers, inputs, outputs, places, types);
  }

  /** Returns whether the model is a Sequential. */
  public boolean isSequential() {
    return className.equals("Sequential");
  }

  @Override
  public TensorOrigin origin(Value value) {
    Place place = places.get(value);
    if (place == null) {
      throw new IllegalArgumentException(
          "model '" + name + "': value '" + value.name() + "' comes from no layer of it");
    }
    LayerNode node = place.layer.node;
    String made = node == null ? InputLayer.DEFAULTS.className() : node.layer().className();
    return new TensorOrigin(place.layer.name, made, place.call, place.tensor);
  }

  @Override
  public @Nullable TensorType type(Value value) {
    return types.get(value);
  }
}
