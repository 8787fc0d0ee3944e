package dev.tenon.runtime.onnxruntime;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations.LeakyRelu;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Normalization.BatchNormalization;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inner values that follow from other inner values by one step of arithmetic: what a Relu, a
 * Clip, a sum or a batch normalisation with fixed statistics gives.
 *
 * <p>Java computes them from what they follow, in float32 as ONNX Runtime does. As outputs of the
 * session they would cost more: ONNX Runtime could no longer join their operators with others, and
 * had to bring each value from its own blocked layout to that of the output, which is then copied.
 */
final class RecomputedValues {
  private record Follower(List<Value> from, Elementwise.Rule rule) {}

  private final Map<Value, Follower> rules = new IdentityHashMap<>();

  /** The followers, each behind those that it follows. */
  private final List<Value> ordered = new ArrayList<>();

  private RecomputedValues() {}

  /** Returns that of a session that gives all values itself. */
  static RecomputedValues none() {
    return new RecomputedValues();
  }

  /**
   * Finds the followers among inner values.
   *
   * @param inner values that are wanted besides the graph's outputs
   */
  static RecomputedValues of(Graph graph, List<Value> inner, ParameterStore store) {
    Set<Value> candidates = Collections.newSetFromMap(new IdentityHashMap<>());
    candidates.addAll(inner);
    Set<Value> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(inner);
    known.addAll(graph.outputs());
    graph.outputs().forEach(candidates::remove);
    RecomputedValues followers = new RecomputedValues();
    for (OperatorNode node : graph.nodes()) {
      Elementwise.Rule rule = candidates.contains(node.output()) ? rule(node, store) : null;
      if (rule != null) {
        boolean sum = node.operator() instanceof Binary.Add;
        List<Value> from = sum ? List.of(node.input(0), node.input(1)) : List.of(node.input(0));
        if (known.containsAll(from)) {
          followers.ordered.add(node.output());
          followers.rules.put(node.output(), new Follower(from, rule));
        }
      }
    }
    return followers;
  }

  private static Elementwise.@Nullable Rule rule(OperatorNode node, ParameterStore store) {
    if (node.output().dtype() != DType.FLOAT32 || node.input(0).dtype() != DType.FLOAT32) {
      return null;
    }
    if (node.operator() instanceof Unary.Relu) {
      return Elementwise::relu;
    }
    if (node.operator() instanceof LeakyRelu leaky) {
      return Float.isFinite(leaky.alpha()) ? Elementwise.leakyRelu(leaky.alpha()) : null;
    }
    if (node.operator() instanceof Variadic.Clip) {
      Float least = bound(node, 1, -Float.MAX_VALUE, store);
      Float most = bound(node, 2, Float.MAX_VALUE, store);
      return least == null || most == null ? null : Elementwise.clip(least, most);
    }
    if (node.operator() instanceof Binary.Add) {
      boolean sameShape =
          node.input(0).shape().ranked() && node.input(0).type().equals(node.input(1).type());
      return sameShape ? Elementwise::add : null;
    }
    return node.operator() instanceof BatchNormalization normalization
            && normalization.trainingMode() == 0
            && (normalization.channelsLast() || node.input(0).rank() == 2)
        ? affine(node, normalization.epsilon(), store)
        : null;
  }

  /** Returns a bound of a Clip, null where it is not known yet; ONNX's own bounds are finite. */
  private static @Nullable Float bound(
      OperatorNode node, int index, float none, ParameterStore store) {
    Value input = node.optionalInput(index);
    Tensor tensor = input == null ? null : content(input, store);
    return input == null ? Float.valueOf(none) : tensor == null ? null : tensor.getFloat(0);
  }

  private static Elementwise.@Nullable Rule affine(
      OperatorNode node, float epsilon, ParameterStore store) {
    List<float[]> statistics = new ArrayList<>();
    for (int i = 1; i < 5; i++) {
      Tensor tensor = content(node.input(i), store);
      if (tensor == null || tensor.dtype() != DType.FLOAT32) {
        return null;
      }
      statistics.add(tensor.toFloatArray());
    }
    float[] scale = statistics.get(0).clone();
    float[] shift = statistics.get(1).clone();
    for (int i = 0; i < scale.length; i++) {
      double factor = scale[i] / Math.sqrt((double) statistics.get(3)[i] + epsilon);
      shift[i] = (float) (shift[i] - statistics.get(2)[i] * factor);
      scale[i] = (float) factor;
    }
    return Elementwise.affine(scale, shift);
  }

  private static @Nullable Tensor content(Value value, ParameterStore store) {
    Parameter parameter = value.parameter();
    return parameter == null ? value.constant() : store.get(parameter);
  }

  boolean contains(Value value) {
    return rules.containsKey(value);
  }

  /** Returns the inner values that the session itself has to give. */
  List<Value> others(List<Value> inner) {
    return inner.stream().filter(value -> !contains(value)).toList();
  }

  /**
   * Returns these values and those that they follow, each once, in groups that have nothing to do
   * with each other. In a group each stands behind those that it follows.
   */
  List<List<Value>> groups(Collection<Value> wanted) {
    if (rules.isEmpty() && wanted.size() == 1) {
      return List.of(List.copyOf(wanted));
    }
    Set<Value> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(wanted);
    for (int i = ordered.size() - 1; i >= 0; i--) {
      if (needed.contains(ordered.get(i))) {
        needed.addAll(from(ordered.get(i)));
      }
    }
    Map<Value, List<Value>> groups = new IdentityHashMap<>();
    for (Value value : ordered) {
      if (needed.contains(value)) {
        List<Value> group = new ArrayList<>();
        for (Value source : from(value)) {
          List<Value> other = groups.computeIfAbsent(source, key -> new ArrayList<>(List.of(key)));
          if (other != group) {
            group = joined(group, other, groups);
          }
        }
        group.add(value);
        groups.put(value, group);
      }
    }
    List<List<Value>> all = new ArrayList<>();
    Set<List<Value>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Value value : wanted) {
      List<Value> group = groups.computeIfAbsent(value, List::of);
      if (seen.add(group)) {
        all.add(group);
      }
    }
    return all;
  }

  /** Puts one group behind another, the shorter one in the list of the longer one. */
  private static List<Value> joined(
      List<Value> group, List<Value> other, Map<Value, List<Value>> groups) {
    List<Value> longer = group.size() > other.size() ? group : other;
    List<Value> shorter = longer == group ? other : group;
    shorter.forEach(value -> groups.put(value, longer));
    longer.addAll(shorter);
    return longer;
  }

  private List<Value> from(Value follower) {
    return Objects.requireNonNull(rules.get(follower)).from();
  }

  /** Computes a follower from what it follows. */
  Tensor compute(Value value, Map<Value, Tensor> found) {
    Follower follower = Objects.requireNonNull(rules.get(value));
    List<Tensor> from =
        follower.from().stream().map(source -> Objects.requireNonNull(found.get(source))).toList();
    return Elementwise.apply(follower.rule(), from);
  }
}
