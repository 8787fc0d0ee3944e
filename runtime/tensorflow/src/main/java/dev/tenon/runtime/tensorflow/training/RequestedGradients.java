package dev.tenon.runtime.tensorflow.training;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Differentiation.Gradient;
import dev.tenon.runtime.Differentiation.StopGradient;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.gradient.Gradients;
import dev.tenon.runtime.tensorflow.gradient.LossSeed;
import dev.tenon.runtime.tensorflow.gradient.SecondGradients;
import dev.tenon.runtime.tensorflow.graph.RowReads;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/** The gradients that the forward graph of a program asks for by {@link Gradient}. */
final class RequestedGradients {
  private final Tf tf;
  private final UseDef uses;
  private final Map<String, OperatorNode> sources;
  private final RowReads rows;
  private final List<OperatorNode> nodes;

  /**
   * Finds them.
   *
   * @param uses of the program's forward graph
   * @param sources by TensorFlow's name scope, which node an operation comes from
   * @param rows the parameters of which rows are read alone
   */
  RequestedGradients(
      Tf tf, TrainProgram program, UseDef uses, Map<String, OperatorNode> sources, RowReads rows) {
    this.tf = tf;
    this.uses = uses;
    this.sources = sources;
    this.rows = rows;
    this.nodes =
        program.forward().nodes().stream()
            .filter(node -> node.operator() instanceof Gradient)
            .toList();
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** Says whether gradients of gradients are asked for. */
  boolean areNested() {
    return nodes.size() > 1 && nodes.stream().anyMatch(node -> meetsGradient(node.input(0)));
  }

  private boolean meetsGradient(Value target) {
    return walk(target, node -> node.operator() instanceof Gradient);
  }

  /** Says whether a test holds for one of the nodes that a gradient of a value meets. */
  private boolean walk(Value from, Predicate<OperatorNode> test) {
    Set<OperatorNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Value> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      OperatorNode node = uses.producer(open.pop());
      boolean passes = node != null && !(node.operator() instanceof StopGradient);
      if (node != null && passes && seen.add(node)) {
        if (test.test(node)) {
          return true;
        }
        open.addAll(node.reads());
      }
    }
    return false;
  }

  /** Writes the gradients that a node asks for. */
  List<Output<?>> write(OperatorNode node, Emitter forward) {
    Gradient operator = (Gradient) node.operator();
    Value target = node.input(0);
    Set<Value> from = Collections.newSetFromMap(new IdentityHashMap<>());
    from.addAll(node.reads().subList(1, node.reads().size()));
    LossSeed seed = seed(target, from, forward);
    List<Output<?>> asked = new ArrayList<>();
    List<List<Output<?>>> ofRows = new ArrayList<>();
    for (int i = 0; i < operator.forms().size(); i++) {
      Value source = node.input(i + 1);
      Parameter parameter = source.parameter();
      List<Output<?>> reads = parameter == null ? List.of() : rows.of(parameter);
      ofRows.add(reads);
      if (operator.forms().get(i) == Gradient.Form.WHOLE) {
        asked.add(forward.resolve(source));
      }
      asked.addAll(reads);
    }
    List<@Nullable Output<?>> found =
        new Gradients(tf, sources).existing(seed, asked, forward.products());
    List<Output<?>> results = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < operator.forms().size(); i++) {
      Value source = node.input(i + 1);
      boolean isWhole = operator.forms().get(i) == Gradient.Form.WHOLE;
      Output<?> whole = isWhole ? found.get(next++) : null;
      List<Output<?>> slices = new ArrayList<>();
      boolean any = false;
      for (Output<?> read : ofRows.get(i)) {
        Output<?> slice = found.get(next++);
        any |= slice != null;
        slices.add(slice == null ? tf.unary("ZerosLike", read) : slice);
      }
      Parameter parameter = source.parameter();
      if (!isWhole && parameter != null) {
        results.add(RowReads.slices(tf, parameter, slices));
        results.add(rows.positions(tf, parameter));
      } else {
        Output<?> more = any && parameter != null ? scattered(parameter, slices) : null;
        Output<?> zeros =
            whole == null && more == null ? tf.unary("ZerosLike", forward.resolve(source)) : null;
        results.add(
            zeros != null
                ? zeros
                : whole == null ? more : more == null ? whole : tf.add(whole, more));
      }
    }
    return results;
  }

  private LossSeed seed(Value target, Set<Value> from, Emitter forward) {
    if (forward.twice()) {
      SecondGradients.register();
      // TensorFlow makes the ones of the target, through which it would look for a gradient.
      Output<?> whole = forward.resolve(target);
      return new LossSeed(whole, tf.unary("StopGradient", tf.unary("OnesLike", whole)));
    }
    return LossSeed.of(
        tf,
        target,
        uses,
        value ->
            from.contains(value) || walk(value, n -> n.reads().stream().anyMatch(from::contains)),
        forward::resolve);
  }

  /** Adds up slices in the place of their rows. */
  private Output<?> scattered(Parameter parameter, List<Output<?>> slices) {
    return tf.op("UnsortedSegmentSum")
        .in(
            RowReads.slices(tf, parameter, slices),
            rows.positions(tf, parameter),
            tf.scalar(parameter.shape()[0]))
        .out();
  }
}
