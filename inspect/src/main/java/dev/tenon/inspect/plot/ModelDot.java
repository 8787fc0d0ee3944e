package dev.tenon.inspect.plot;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.backing.keras.SummaryRows;
import dev.tenon.internal.backing.keras.SummaryRows.Member;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a model in Graphviz' language as Keras' {@code model_to_dot} and pydot do.
 *
 * @see <a
 *     href="https://github.com/keras-team/keras/blob/master/keras/src/utils/model_visualization.py">Keras:
 *     model_visualization.py</a>
 */
final class ModelDot {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*|-?(\\.\\d+|\\d+(\\.\\d*)?)");

  private final KerasModel keras;
  private final ModelPlot options;
  private final StringBuilder text = new StringBuilder();
  private final Map<Member, Integer> numbers = new IdentityHashMap<>();
  private final Map<NestedModel, SummaryRows> rows = new IdentityHashMap<>();

  private ModelDot(KerasModel keras, ModelPlot options) {
    this.keras = keras;
    this.options = options;
  }

  static String write(KerasModel keras, ModelPlot options) {
    ModelDot dot = new ModelDot(keras, options);
    dot.text
        .append("digraph G {\nrankdir=")
        .append(quoted(options.rankdir()))
        .append(";\nconcentrate=true;\ndpi=")
        .append(options.dpi())
        .append(";\nsplines=")
        .append(quoted(options.splines()))
        .append(";\nnode [shape=record];\n");
    Map<String, Scope> weights = new HashMap<>();
    keras.lowered().weights().forEach((node, scope) -> weights.put(node.name(), scope));
    dot.members(keras.model(), "", weights);
    return dot.text.append("}\n").toString();
  }

  private static String quoted(String text) {
    return WORD.matcher(text).matches() ? text : '"' + text.replace("\"", "\\\"") + '"';
  }

  private SummaryRows rows(NestedModel model) {
    return rows.computeIfAbsent(model, SummaryRows::of);
  }

  private int number(Member member) {
    return numbers.computeIfAbsent(member, key -> numbers.size() + 1);
  }

  /**
   * Adds nodes and edges of a model.
   *
   * @param path the call path of the model, with a slash; empty at the top
   * @param scopes the weights of its layers by their names
   */
  private void members(NestedModel model, String path, Map<String, Scope> scopes) {
    for (Member member : rows(model).members()) {
      Scope scope = scopes.get(member.name());
      if (options.expandNested()
          && member.layer() != null
          && member.layer().layer() instanceof NestedModel nested) {
        text.append("subgraph ")
            .append(quoted("cluster_" + member.name()))
            .append(" {\nstyle=dashed;\nlabel=")
            .append(quoted(member.name()))
            .append(";\nlabeljust=l;\n");
        members(
            nested,
            path + member.calls().get(0).name() + "/",
            scope == null ? Map.of() : scope.children());
        text.append("}\n");
      } else {
        text.append(number(member))
            .append(" [label=")
            .append(new DotLabel(keras, options, rows(model), path).write(member, scope))
            .append(", fontname=Helvetica, border=0, margin=0];\n");
      }
    }
    edges(model);
  }

  private void edges(NestedModel model) {
    Set<List<Integer>> drawn = new HashSet<>();
    for (Member member : rows(model).members()) {
      for (LayerCall call : member.calls()) {
        List<Value> reads = SummaryRows.reads(call);
        for (int i = 0; i < reads.size(); i++) {
          Member source = source(model, reads.get(i));
          Member destination = options.expandNested() ? entry(member, i) : member;
          // The input of a Sequential is no node.
          if (source == null
              || destination == null
              || (source.layer() == null && model.className().equals("Sequential"))) {
            continue;
          }
          if (drawn.add(List.of(number(source), number(destination)))) {
            text.append(number(source))
                .append(" -> ")
                .append(number(destination))
                .append(" [penwidth=2];\n");
          }
        }
      }
    }
  }

  /** Returns the member that gives a value, inside nested models where they are expanded. */
  private @Nullable Member source(NestedModel model, Value value) {
    Member source = rows(model).producer(value);
    if (source == null
        || !options.expandNested()
        || source.layer() == null
        || !(source.layer().layer() instanceof NestedModel nested)) {
      return source;
    }
    LayerGraph graph = nested.graph();
    for (LayerCall call : source.calls()) {
      int position = call.outputs().indexOf(value);
      if (position >= 0) {
        return source(nested, graph.outputs().get(position));
      }
    }
    return null;
  }

  /** Returns the member that takes the input of a member: of a model, the one inside. */
  private @Nullable Member entry(Member member, int input) {
    if (member.layer() == null || !(member.layer().layer() instanceof NestedModel nested)) {
      return member;
    }
    if (nested.className().equals("Sequential")) {
      List<Member> inside = rows(nested).members();
      return inside.isEmpty() ? null : entry(inside.get(0), input);
    }
    List<Value> inputs = nested.graph().inputs();
    return input < inputs.size() ? rows(nested).producer(inputs.get(input)) : null;
  }
}
