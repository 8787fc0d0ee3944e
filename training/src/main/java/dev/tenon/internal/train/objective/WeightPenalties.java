package dev.tenon.internal.train.objective;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.base.WeightRules;
import dev.tenon.regularizers.Regularizers;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The penalties of the regularizers of weights. */
public final class WeightPenalties {
  private final GraphBuilder builder;
  private final Function<Parameter, Value> present;
  private final Set<Parameter> seen = new LinkedHashSet<>();
  private final List<Value> penalties = new ArrayList<>();

  private WeightPenalties(GraphBuilder builder, Function<Parameter, Value> present) {
    this.builder = builder;
    this.present = present;
  }

  /**
   * Writes the penalties, each weight's once, those of frozen layers left out.
   *
   * @param scopes of layers with weights
   * @param builder where to write
   * @param present gives the content of a weight
   * @return scalars of float32
   */
  public static List<Value> of(
      Collection<Scope> scopes, GraphBuilder builder, Function<Parameter, Value> present) {
    WeightPenalties all = new WeightPenalties(builder, present);
    scopes.forEach(all::add);
    return all.penalties;
  }

  private void add(Scope scope) {
    if (!scope.node().trainable()) {
      return;
    }
    for (Parameter parameter : scope.own()) {
      if (parameter.role() != Parameter.Role.WEIGHT || !seen.add(parameter)) {
        continue;
      }
      Parameter adapted = scope.adapted(parameter);
      if (scope.isFixedByAdapters(parameter)) {
        continue;
      }
      KerasObject rule =
          WeightRules.regularizer(
              scope.node().layer(), (adapted == null ? parameter : adapted).name());
      if (rule != null) {
        Origin origin = new Origin("regularizers/" + parameter.path(), rule.className());
        Ops ops = new Ops(() -> builder, () -> origin);
        penalties.add(
            Regularizers.penalty(ops, rule, ops.cast(present.apply(parameter), DType.FLOAT32)));
      }
    }
    scope.children().values().forEach(this::add);
  }
}
