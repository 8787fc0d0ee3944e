package dev.tenon.internal.backing.keras;

import dev.tenon.internal.layers.KerasOrder;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.attention.ProjectionSettings;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of a model in the order of Keras' summary, and what each is connected to. */
public final class SummaryRows {
  /**
   * A member of a model.
   *
   * @param input the input that it is; null for a layer
   * @param layer the layer that it is; null for an input
   * @param calls the calls of the layer
   */
  public record Member(@Nullable Value input, @Nullable LayerNode layer, List<LayerCall> calls) {
    /** Returns the name of the layer or the input. */
    public String name() {
      return layer != null ? layer.name() : input == null ? "" : input.name();
    }
  }

  /** A call, or an input, as a step of the walk. */
  private record Step(Member member, @Nullable LayerCall call) {}

  private final Map<Value, Step> producers = new IdentityHashMap<>();
  private final KerasOrder<Step, Member> keras = new KerasOrder<>(Step::member, this::sources);
  private final List<Member> members;
  private final boolean chain;

  private SummaryRows(NestedModel model) {
    LayerGraph graph = model.graph();
    Map<LayerNode, List<LayerCall>> calls = new LinkedHashMap<>();
    for (LayerCall call : graph.calls()) {
      calls.computeIfAbsent(call.node(), layer -> new ArrayList<>()).add(call);
    }
    List<Member> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      Member member = new Member(input, null, List.of());
      inputs.add(member);
      producers.put(input, new Step(member, null));
    }
    List<Member> layers = new ArrayList<>();
    calls.forEach(
        (layer, sites) -> {
          sites.sort(Comparator.comparingInt(SummaryRows::index));
          Member member = new Member(null, layer, sites);
          layers.add(member);
          for (LayerCall call : sites) {
            Step step = new Step(member, call);
            call.outputs().forEach(output -> producers.put(output, step));
          }
        });
    if (model.className().equals("Sequential")) {
      members = layers;
      chain = true;
      return;
    }
    steps(graph.outputs()).forEach(keras::walk);
    members = keras.sorted(inputs);
    Set<Member> listed = Collections.newSetFromMap(new IdentityHashMap<>());
    listed.addAll(members);
    layers.stream().filter(layer -> !listed.contains(layer)).forEach(members::add);
    chain = isChain();
  }

  /** Reads the members of a model. */
  public static SummaryRows of(NestedModel model) {
    return new SummaryRows(model);
  }

  /** Returns the member that gives a value; null for a value of another model. */
  public @Nullable Member producer(Value value) {
    Step step = producers.get(value);
    return step == null ? null : step.member();
  }

  /** Returns the members in Keras' order; a Sequential does not list its input. */
  public List<Member> members() {
    return members;
  }

  private boolean isChain() {
    Set<Integer> depths = new HashSet<>();
    Set<Member> once = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Step step : keras.calls()) {
      if (!depths.add(keras.depth(step))
          || sources(step).size() > 1
          || (step.member().layer() != null && !once.add(step.member()))) {
        return false;
      }
    }
    return true;
  }

  /** Says whether each layer takes what the one before it gives, so that no column says it. */
  boolean chain() {
    return chain;
  }

  /** Returns what a member reads, as Keras writes it: layer, number of its call, its output. */
  String connections(Member member) {
    List<String> found = new ArrayList<>();
    for (LayerCall call : member.calls()) {
      for (Value value : reads(call)) {
        Step source = producers.get(value);
        if (source != null) {
          LayerCall from = source.call();
          int position = from == null ? 0 : position(from.outputs(), value);
          int number = from == null ? 0 : index(from);
          found.add(source.member().name() + "[" + number + "][" + position + "]");
        }
      }
    }
    return found.isEmpty() ? "-" : String.join(", ", found);
  }

  private static int position(List<Value> outputs, Value value) {
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i) == value) {
        return i;
      }
    }
    return 0;
  }

  private List<Step> sources(Step step) {
    return step.call() == null ? List.of() : steps(reads(step.call()));
  }

  private List<Step> steps(List<Value> values) {
    return values.stream().map(producers::get).filter(Objects::nonNull).toList();
  }

  /** Returns what a call reads, in the order in which Python takes tensors out of arguments. */
  public static List<Value> reads(LayerCall call) {
    List<Value> reads = new ArrayList<>();
    call.args().forEach(arg -> reads.addAll(arg.values()));
    // In the IR an attention has a key always; in Python the value is it where none is given.
    if (call.node().layer() instanceof ProjectionSettings) {
      int key = 2;
      if (reads.size() > key && reads.get(key) == reads.get(key - 1)) {
        reads.remove(key);
      }
    }
    for (Arg arg : new TreeMap<>(call.kwargs()).values()) {
      reads.addAll(arg.values());
    }
    return reads;
  }

  /** Returns the number of a call of its layer, from 0: the second one is named with {@code @2}. */
  private static int index(LayerCall call) {
    String name = call.node().name();
    String path = call.name();
    return path.startsWith(name + "@")
        ? Integer.parseInt(path.substring(name.length() + 1)) - 1
        : 0;
  }
}
