package dev.tenon.runtime.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.tensorflow.graph.NativeLibrary;
import dev.tenon.runtime.tensorflow.ops.Mappings;
import dev.tenon.tensor.DType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every operator that TensorFlow runs is checked against a numeric gradient, or stands in {@link
 * UntrainedOperators} with the reason why it is not.
 */
class GradientCoverageTest {
  private static Set<Class<?>> checked() {
    Set<Class<?>> found = new HashSet<>();
    for (GradientCases.Case c : GradientCases.all()) {
      GraphBuilder builder = new GraphBuilder(c.name());
      Ops ops = new Ops(() -> builder, () -> Origin.NONE);
      Dim[] dims = new Dim[c.shape().length];
      for (int i = 0; i < dims.length; i++) {
        dims[i] = Dim.of(c.shape()[i]);
      }
      Value x = builder.input("x", new TensorType(DType.FLOAT64, Shape.of(dims)));
      Value y = c.operator().apply(ops, x);
      collect(builder.build(List.of(y), List.of("y")), found);
    }
    return found;
  }

  private static void collect(Graph graph, Set<Class<?>> found) {
    for (OperatorNode node : graph.nodes()) {
      found.add(node.operator().getClass());
      if (node.operator() instanceof Recurrent.Recurrence recurrence) {
        collect(recurrence.body(), found);
      }
    }
  }

  @Test
  void everyOperatorIsCheckedOrHasAReason() {
    NativeLibrary.load();
    Set<Class<?>> checked = checked();
    Map<Class<?>, String> reasons = UntrainedOperators.reasons();
    Set<String> missing = new TreeSet<>();
    Set<String> both = new TreeSet<>();
    for (Class<?> operator : Mappings.TABLE.operators()) {
      if (!checked.contains(operator) && !reasons.containsKey(operator)) {
        missing.add(operator.getName());
      }
      if (checked.contains(operator) && reasons.containsKey(operator)) {
        both.add(operator.getName());
      }
    }
    assertThat(missing).as("neither a gradient case nor a reason").isEmpty();
    assertThat(both).as("checked, so that the reason is wrong").isEmpty();
    assertThat(reasons.values()).allMatch(reason -> reason.length() > 10);
  }
}
