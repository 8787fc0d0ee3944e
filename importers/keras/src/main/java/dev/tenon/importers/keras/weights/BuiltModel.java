package dev.tenon.importers.keras.weights;

import dev.tenon.ir.lower.Lowered;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.keras.weights.LegacyOrder;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model with declared weights.
 *
 * @param model the root
 * @param lowered the lowered model with the declared weights
 * @param recorded the file's facts of each layer
 */
public record BuiltModel(
    NestedModel model, Lowered lowered, Map<LayerNode, RecordedLayer> recorded) {

  /** A layer of a model with the weights it declared. */
  public record LayerLike(LayerNode node, Scope scope) {
    /** Returns the weights in the order of HDF5 files. */
    List<LegacyOrder.Slot> slots(KerasDialect dialect) {
      return new LegacyOrder(dialect.generation(), false, BuiltModel::scopes)
          .slots(scope, scope.node().trainable());
    }
  }

  /** Returns the layers of the root that were called, in Keras' order. */
  public List<LayerLike> members() {
    List<LayerLike> members = new ArrayList<>();
    for (LayerNode node : model.layers()) {
      Scope scope = lowered.weights().get(node);
      if (scope != null) {
        members.add(new LayerLike(node, scope));
      }
    }
    return members;
  }

  /** Returns the layers inside a nested model that were called, in Keras' order. */
  public static List<LayerLike> members(NestedModel nested, Scope scope) {
    Map<LayerNode, Scope> byNode = new LinkedHashMap<>();
    scope.children().values().forEach(child -> byNode.put(child.node(), child));
    List<LayerLike> members = new ArrayList<>();
    for (LayerNode node : nested.layers()) {
      Scope child = byNode.get(node);
      if (child != null) {
        members.add(new LayerLike(node, child));
      }
    }
    return members;
  }

  private static List<Scope> scopes(NestedModel nested, Scope scope) {
    return members(nested, scope).stream().map(LayerLike::scope).toList();
  }

  /** Returns the class name of a layer in the file, which may differ from the record's. */
  public String fileClass(LayerNode node) {
    RecordedLayer said = recorded.get(node);
    return said == null ? node.layer().className() : said.className();
  }

  /** Returns the weight of a layer's low-rank adapter, or null. */
  public @Nullable Double loraAlpha(LayerNode node) {
    RecordedLayer said = recorded.get(node);
    return said == null ? null : said.loraAlpha();
  }
}
