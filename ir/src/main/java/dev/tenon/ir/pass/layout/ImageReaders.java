package dev.tenon.ir.pass.layout;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Which values an operator on images reads in the target layout, at once or after operators that
 * work in any order of axes.
 */
final class ImageReaders {
  private final Set<Value> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
  private final UseDef uses;

  ImageReaders(Graph graph, UseDef uses, boolean channelsLast) {
    this.uses = uses;
    List<OperatorNode> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      OperatorNode node = nodes.get(i);
      if (node.operator() instanceof Spatial spatial) {
        if (spatial.channelsLast() != channelsLast) {
          wanted.add(node.input(0));
        }
      } else if (passes(node.operator()) && node.outputs().stream().anyMatch(wanted::contains)) {
        int rank = node.output().shape().ranked() ? node.output().rank() : -1;
        for (Value x : node.reads()) {
          if (x.shape().ranked() && x.rank() == rank) {
            wanted.add(x);
          }
        }
      }
    }
  }

  /** Returns whether some operator on images wants a value in the target layout. */
  boolean want(Value value) {
    return wanted.contains(value);
  }

  /**
   * Returns whether a value is the source of several that are wanted, each a part of it: then one
   * Transpose of the whole is less than one of each part.
   */
  boolean wantParts(Value value, long axis) {
    int parts = 0;
    for (OperatorNode node : uses.readers(value)) {
      if (node.input(0) == value && isPart(node) && axisOf(node) == axis) {
        parts += (int) node.outputs().stream().filter(wanted::contains).count();
      }
    }
    return parts > 1;
  }

  /** Returns whether a node takes one position of an axis. */
  static boolean isPart(OperatorNode node) {
    return node.operator() instanceof Indexing.Gather
        && node.input(0).shape().ranked()
        && node.input(1).shape().ranked()
        && node.input(1).rank() == 0;
  }

  /** Returns the axis of which a node takes one position. */
  static int axisOf(OperatorNode node) {
    long axis = node.operator() instanceof Indexing.Gather gather ? gather.axis() : 0;
    return node.input(0).shape().axis((int) axis);
  }

  private static boolean passes(Operator operator) {
    return operator instanceof Unary
        || operator instanceof Binary
        || operator instanceof Variadic
        || operator instanceof Activations
        || operator instanceof Movement.Concat
        || operator instanceof Movement.Split
        || operator instanceof Movement.Slice
        || operator instanceof Movement.Pad
        || operator instanceof ImageResampling.Resize;
  }
}
