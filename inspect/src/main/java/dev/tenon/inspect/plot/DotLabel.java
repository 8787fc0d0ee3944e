package dev.tenon.inspect.plot;

import dev.tenon.exporters.keras.config.LayerConfigs;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.backing.keras.SummaryRows;
import dev.tenon.internal.backing.keras.SummaryRows.Member;
import dev.tenon.internal.console.PythonShape;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the label of a layer as Keras' {@code model_to_dot} does: a table in HTML.
 *
 * @param rows the model that the layer belongs to
 * @param path the call path of that model, with a slash; empty at the top
 */
record DotLabel(KerasModel keras, ModelPlot options, SummaryRows rows, String path) {
  private static final String TABLE =
      "<<table border=\"0\" cellborder=\"1\" bgcolor=\"black\" cellpadding=\"10\">";

  /**
   * Writes a label.
   *
   * @param scope the weights of the layer; null for none
   */
  String write(Member member, @Nullable Scope scope) {
    LayerNode layer = member.layer();
    String className = layer == null ? "InputLayer" : layer.layer().className();
    int columns =
        (options.showDtype() ? 1 : 0)
            + (options.showTrainable() ? 1 : 0)
            + (options.showShapes() ? 2 : 0);
    int span = Math.max(1, columns);
    StringBuilder text = new StringBuilder(TABLE);
    boolean named = !Boolean.FALSE.equals(options.showLayerNames());
    text.append(
        "<tr><td colspan=\"%d\" bgcolor=\"black\"><font point-size=\"16\" color=\"white\"><b>%s</b>%s</font></td></tr>"
            .formatted(
                span,
                named ? escape(member.name()) : className,
                named ? " (" + className + ")" : ""));
    String activation = layer == null ? null : activation(layer);
    if (options.showLayerActivations() && activation != null) {
      text.append(
          "<tr><td bgcolor=\"white\" colspan=\"%d\"><font point-size=\"14\">Activation: <b>%s</b></font></td></tr>"
              .formatted(span, escape(activation)));
    }
    String cells = cells(member, scope);
    return text.append(cells.isEmpty() ? "" : "<tr>" + cells + "</tr>")
        .append("</table>>")
        .toString();
  }

  private String cells(Member member, @Nullable Scope scope) {
    StringBuilder cells = new StringBuilder();
    List<Value> outputs = outputs(member);
    if (options.showShapes()) {
      if (member.layer() != null) {
        List<Value> inputs =
            SummaryRows.reads(member.calls().get(0)).stream().map(this::known).toList();
        cells.append(cell("Input shape", list(inputs, DotLabel::shape)));
      }
      cells.append(cell("Output shape", list(outputs, DotLabel::shape)));
    }
    if (options.showDtype()) {
      boolean several = outputs.size() != 1;
      cells.append(
          cell(
              "Output dtype",
              list(
                  outputs,
                  value -> {
                    String name = value.dtype().numpyName();
                    return several ? "'" + name + "'" : name;
                  })));
    }
    if (options.showTrainable() && member.layer() != null && hasWeights(scope)) {
      boolean trainable = member.layer().trainable();
      cells.append(
          "<td bgcolor=\"%s\"><font point-size=\"14\" color=\"white\"><b>%s</b></font></td>"
              .formatted(
                  trainable ? "forestgreen" : "firebrick",
                  trainable ? "Trainable" : "Non-trainable"));
    }
    return cells.toString();
  }

  private static String cell(String title, String content) {
    return "<td bgcolor=\"white\"><font point-size=\"14\">%s: <b>%s</b></font></td>"
        .formatted(title, content);
  }

  private static String shape(Value value) {
    return PythonShape.of(value.shape());
  }

  private static String list(List<Value> values, Function<Value, String> write) {
    String joined = values.stream().map(write).collect(Collectors.joining(", "));
    return values.size() == 1 ? joined : "[" + joined + "]";
  }

  private List<Value> outputs(Member member) {
    Value input = member.input();
    if (input != null) {
      return List.of(input);
    }
    LayerCall first = member.calls().get(0);
    return keras.lowered().inner().getOrDefault(path + first.name(), first.outputs());
  }

  /** Returns a value with the shape that lowering found for it. */
  private Value known(Value value) {
    Member source = rows.producer(value);
    if (source == null || source.layer() == null) {
      return value;
    }
    for (LayerCall call : source.calls()) {
      int position = call.outputs().indexOf(value);
      List<Value> lowered = keras.lowered().inner().get(path + call.name());
      if (position >= 0 && lowered != null && position < lowered.size()) {
        return lowered.get(position);
      }
    }
    return value;
  }

  /** Keras counts weights, and not the states of random seeds. */
  private static boolean hasWeights(@Nullable Scope scope) {
    return scope != null
        && scope.all().stream()
            .map(Parameter::name)
            .anyMatch(n -> !n.equals("seed_generator_state"));
  }

  private static @Nullable String activation(LayerNode layer) {
    if (layer.layer() instanceof NestedModel) {
      return null;
    }
    Map<String, @Nullable Object> config = LayerConfigs.of(layer);
    return config.containsKey("activation") ? name(config.get("activation")) : null;
  }

  private static String name(@Nullable Object activation) {
    if (activation instanceof Map<?, ?> object) {
      Object inner = object.get("config");
      Object name = inner instanceof Map<?, ?> config ? config.get("name") : inner;
      return String.valueOf(name == null ? object.get("class_name") : name);
    }
    return activation == null ? "linear" : String.valueOf(activation);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
