package dev.tenon.internal.backing.keras;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.console.PythonShape;
import dev.tenon.internal.console.TextTable;
import dev.tenon.internal.console.TextTable.Align;
import dev.tenon.internal.console.TextTable.Column;
import dev.tenon.internal.text.PlainText;
import dev.tenon.internal.train.state.TrainableWeights;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import dev.tenon.model.SummaryOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the table that Keras' {@code model.summary()} prints. */
final class KerasSummary {
  private static final List<Column> CHAIN =
      List.of(
          new Column("Layer (type)", Align.LEFT, 0.45),
          new Column("Output Shape", Align.LEFT, 0.80),
          new Column("Param #", Align.RIGHT, 1));
  private static final List<Column> CONNECTED =
      List.of(
          new Column("Layer (type)", Align.LEFT, 0.3),
          new Column("Output Shape", Align.LEFT, 0.56),
          new Column("Param #", Align.RIGHT, 0.74),
          new Column("Connected to", Align.LEFT, 1));
  private static final int CHAIN_LENGTH = 88;
  private static final int CONNECTED_LENGTH = 108;
  private static final int TRAINABLE_LENGTH = 12;
  private static final double TRAINABLE_SHARE = 0.9;

  private final KerasModel keras;
  private final SummaryOptions options;
  private final SummaryRows rows;
  private final TextTable table;

  private KerasSummary(KerasModel keras, SummaryOptions options) {
    this.keras = keras;
    this.options = options;
    this.rows = SummaryRows.of(keras.model());
    this.table = table(rows.chain(), options);
  }

  /**
   * Writes the table of a model.
   *
   * @param optimizer the optimizer's variables; null where it has none yet
   */
  static String of(
      KerasModel keras, SummaryOptions options, @Nullable Collection<Parameter> optimizer) {
    KerasSummary summary = new KerasSummary(keras, options);
    for (SummaryRows.Member member : summary.rows.members()) {
      LayerNode layer = member.layer();
      Scope scope = layer == null ? null : keras.lowered().weights().get(layer);
      summary.row(member, scope, "", "", summary.rows);
    }
    return "Model: \"%s\"%n".formatted(PlainText.of(keras.name()))
        + summary.table
        + summary.totals(optimizer);
  }

  /** Writes the table of a model whose weights are not known yet. */
  static String unbuilt(String name, List<LayerNode> layers, SummaryOptions options) {
    TextTable table = table(true, options);
    for (LayerNode layer : layers) {
      List<String> cells = new ArrayList<>(List.of(title(layer), "?", "0 (unbuilt)"));
      if (options.showTrainable()) {
        cells.add("-");
      }
      table.row(cells);
    }
    Set<Parameter> none = Set.of();
    return "Model: \"%s\"%n".formatted(PlainText.of(name))
        + table
        + total("Total", none)
        + total("Trainable", none)
        + total("Non-trainable", none);
  }

  private static TextTable table(boolean chain, SummaryOptions options) {
    List<Column> columns = new ArrayList<>(chain ? CHAIN : CONNECTED);
    int length = chain ? CHAIN_LENGTH : CONNECTED_LENGTH;
    if (options.showTrainable()) {
      columns.replaceAll(
          column -> new Column(column.heading(), column.align(), column.end() * TRAINABLE_SHARE));
      columns.add(new Column("Trainable", Align.CENTER, 1));
      length += TRAINABLE_LENGTH;
    }
    Integer chosen = options.lineLength();
    return new TextTable(columns, chosen == null ? length : chosen);
  }

  private static String title(LayerNode layer) {
    return layer.name() + " (" + layer.layer().className() + ")";
  }

  /**
   * Adds a member, and those inside it where they are wanted.
   *
   * @param scope the weights of the member; null for none
   * @param path the call path of the model around it, with a slash; empty at the top
   * @param indent what stands before the name
   * @param around the model around it
   */
  private void row(
      SummaryRows.Member member,
      @Nullable Scope scope,
      String path,
      String indent,
      SummaryRows around) {
    LayerNode layer = member.layer();
    Set<Parameter> weights = scope == null ? Set.of() : weights(scope);
    String title = layer == null ? member.name() + " (InputLayer)" : title(layer);
    String inside = path;
    String shapes = member.input() == null ? "?" : PythonShape.inTable(member.input().shape());
    if (layer != null && !member.calls().isEmpty()) {
      LayerCall last = member.calls().get(member.calls().size() - 1);
      inside = path + last.name();
      shapes = shapes(keras.lowered().inner().getOrDefault(inside, last.outputs()));
    }
    List<String> cells = new ArrayList<>();
    cells.add((indent.isEmpty() ? "" : indent + "└ ") + title);
    cells.add(shapes);
    cells.add(String.format(Locale.ROOT, "%,d", count(weights)));
    if (!rows.chain()) {
      cells.add(around == rows ? rows.connections(member) : "-");
    }
    if (options.showTrainable()) {
      cells.add(weights.isEmpty() || layer == null ? "-" : layer.trainable() ? "Y" : "N");
    }
    table.row(cells);
    if (options.expandNested() && layer != null && layer.layer() instanceof NestedModel model) {
      SummaryRows inner = SummaryRows.of(model);
      Map<String, Scope> scopes = scope == null ? Map.of() : scope.children();
      for (SummaryRows.Member each : inner.members()) {
        row(each, scopes.get(each.name()), inside + "/", indent + "   ", inner);
      }
    }
  }

  private static String shapes(List<Value> outputs) {
    String joined =
        outputs.stream()
            .map(value -> PythonShape.inTable(value.shape()))
            .collect(Collectors.joining(", "));
    return outputs.size() == 1 ? joined : "[" + joined + "]";
  }

  private String totals(@Nullable Collection<Parameter> optimizer) {
    Set<Parameter> learned = Set.copyOf(TrainableWeights.of(keras.lowered()));
    Set<Parameter> trainable = new LinkedHashSet<>();
    Set<Parameter> fixed = new LinkedHashSet<>();
    for (Scope scope : keras.lowered().weights().values()) {
      for (Parameter parameter : weights(scope)) {
        (learned.contains(parameter) ? trainable : fixed).add(parameter);
      }
    }
    Set<Parameter> all = new LinkedHashSet<>(trainable);
    all.addAll(fixed);
    if (optimizer != null) {
      all.addAll(optimizer);
    }
    return total("Total", all)
        + total("Trainable", trainable)
        + total("Non-trainable", fixed)
        + (optimizer == null ? "" : total("Optimizer", optimizer));
  }

  private static String total(String what, Collection<Parameter> parameters) {
    long bytes = parameters.stream().mapToLong(p -> p.size() * p.dtype().bytes()).sum();
    return String.format(
        Locale.ROOT, " %s params: %,d (%s)%n", what, count(parameters), size(bytes));
  }

  /** Keras counts weights: neither the state of a random seed nor that of a sequence is one. */
  private static Set<Parameter> weights(Scope scope) {
    Set<Parameter> weights = new LinkedHashSet<>(scope.all());
    weights.removeIf(
        parameter ->
            parameter.name().equals("seed_generator_state")
                || parameter.name().startsWith("rnn_state"));
    return weights;
  }

  private static long count(Collection<Parameter> parameters) {
    return parameters.stream().mapToLong(Parameter::size).sum();
  }

  private static String size(long bytes) {
    double value = bytes;
    for (String unit : List.of("B", "KB", "MB")) {
      if (value < 1024) {
        return String.format(Locale.ROOT, "%.2f %s", value, unit);
      }
      value /= 1024;
    }
    return String.format(Locale.ROOT, "%.2f GB", value);
  }
}
