package dev.tenon.exporters.keras.plan;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.calls.CallArguments;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A member of a model for export: a layer or an input, with its calls. */
public final class LayerDraft {
  public final String name;
  public final @Nullable LayerNode node;
  public final @Nullable Scope scope;
  public final boolean trainable;
  public final @Nullable TensorType input;

  /** The call path of the first call, under which the types of values inside are found. */
  public final String path;

  public final List<CallDraft> calls = new ArrayList<>();

  /** A call, its arguments in the order in which the format has them. */
  public record CallDraft(CallArguments arguments, List<Value> outputs) {
    List<Arg> args() {
      return arguments.args();
    }

    Map<String, Arg> kwargs() {
      return arguments.kwargs();
    }
  }

  private LayerDraft(
      String name,
      @Nullable LayerNode node,
      @Nullable Scope scope,
      boolean trainable,
      @Nullable TensorType input,
      String path) {
    this.name = name;
    this.node = node;
    this.scope = scope;
    this.trainable = trainable;
    this.input = input;
    this.path = path;
  }

  static LayerDraft input(String name, TensorType type) {
    return new LayerDraft(name, null, null, true, type, name);
  }

  static LayerDraft layer(
      String name, LayerNode node, @Nullable Scope scope, boolean trainable, String path) {
    return new LayerDraft(name, node, scope, trainable, null, path);
  }
}
