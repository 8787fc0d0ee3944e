package dev.tenon.internal.figures;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorTable;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Operators;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.RandomGenerators;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Vision;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The operations of each operator: a product and a sum are two. */
final class FlopRules {
  /** Counts the operations of a node whose result has known lengths; -1 where it cannot. */
  interface Rule {
    long count(FlopNode node);
  }

  /** Moves numbers only. */
  static final Rule FREE = node -> 0;

  /** Works inside a graph, or as much as no length tells. */
  static final Rule UNKNOWN = node -> -1;

  static final Rule ONE_PER_RESULT = FlopNode::elements;
  static final Rule ONE_PER_INPUT = node -> node.elements(0);
  static final Rule NORMALIZATION = node -> 4 * node.elements();
  static final Rule WINDOW = node -> times(node.elements(), window(node));
  static final Rule MATMUL =
      node -> node.rank(0) < 1 ? -1 : times(2 * node.elements(), node.length(0, -1));

  static final OperatorTable<Rule> TABLE = table();

  private FlopRules() {}

  private static OperatorTable<Rule> table() {
    OperatorTable<Rule> table = new OperatorTable<>("counts of operations");
    table.put(Unary.Identity.class, FREE);
    table.put(Unary.Cast.class, FREE);
    table.put(RandomGenerators.Dropout.class, FREE);
    table.put(Convolution.Conv.class, convolution(1, 2));
    table.put(Convolution.ConvTranspose.class, FlopRules::transposed);
    table.put(Linear.MatMul.class, MATMUL);
    table.put(Linear.Gemm.class, FlopRules::gemm);
    table.put(Linear.Einsum.class, FlopRules::einsum);
    table.put(Pooling.MaxPool.class, WINDOW);
    table.put(Pooling.AveragePool.class, WINDOW);
    table.put(Pooling.GlobalAveragePool.class, ONE_PER_INPUT);
    table.put(Pooling.GlobalMaxPool.class, ONE_PER_INPUT);
    table.put(Reduction.CumSum.class, ONE_PER_RESULT);
    table.put(Normalization.LRN.class, ONE_PER_RESULT);
    table.put(Recurrent.LSTM.class, recurrent(4, 9));
    table.put(Recurrent.GRU.class, recurrent(3, 8));
    table.put(Recurrent.RNN.class, recurrent(1, 1));
    table.put(Vision.DeformConv.class, UNKNOWN);
    table.put(Vision.RoiAlign.class, UNKNOWN);
    for (Class<? extends Operator> operator : Operators.all()) {
      if (table.find(operator) == null) {
        table.put(operator, family(operator));
      }
    }
    return table;
  }

  private static Rule family(Class<?> operator) {
    if (Stream.of(Movement.class, Indexing.class, Generation.class, CustomOperator.class)
        .anyMatch(free -> free.isAssignableFrom(operator))) {
      return FREE;
    }
    if (Reduction.class.isAssignableFrom(operator)) {
      return ONE_PER_INPUT;
    }
    if (HasSubgraphs.class.isAssignableFrom(operator)) {
      return UNKNOWN;
    }
    return Normalization.class.isAssignableFrom(operator) ? NORMALIZATION : ONE_PER_RESULT;
  }

  /** Returns the operations of a node; -1 where lengths are unknown. */
  static long count(Rule rule, FlopNode node) {
    return rule != FREE && node.elements() < 0 ? -1 : rule.count(node);
  }

  private static long times(long a, long b) {
    return a < 0 || b < 0 ? -1 : a * b;
  }

  /** Every element of the result is a sum over the kernel (out, in / group, spatial…). */
  static Rule convolution(int kernel, int bias) {
    return node -> {
      long each = perChannel(node, kernel);
      return each < 0 ? -1 : (2 * each + (node.has(bias) ? 1 : 0)) * node.elements();
    };
  }

  /** Every element of the input is spread by the kernel (in, out / group, spatial…). */
  private static long transposed(FlopNode node) {
    long spread = times(2 * perChannel(node, 1), node.elements(0));
    return spread < 0 ? -1 : spread + (node.has(2) ? node.elements() : 0);
  }

  /** Returns how many numbers of a kernel there are for each channel of its outer axis. */
  private static long perChannel(FlopNode node, int kernel) {
    int rank = node.rank(kernel);
    int outer = node.channelsLast() ? rank - 1 : 0;
    long product = rank < 0 ? -1 : 1;
    for (int i = 0; i < rank; i++) {
      product = i == outer ? product : times(product, node.length(kernel, i));
    }
    return product;
  }

  private static long gemm(FlopNode node) {
    boolean transposed = Long.valueOf(1).equals(node.attributes().get("transA"));
    long inner = node.rank(0) == 2 ? node.length(0, transposed ? 0 : 1) : -1;
    return inner < 0 ? -1 : 2 * inner * node.elements() + (node.has(2) ? node.elements() : 0);
  }

  /**
   * Every letter that is summed away multiplies the work of an element of the result: of an
   * equation without an arrow each that stands twice.
   */
  static long einsum(FlopNode node) {
    String[] sides =
        String.valueOf(node.attributes().get("equation")).replace(" ", "").split("->", 2);
    String[] terms = sides[0].split(",", -1);
    Set<Character> summed = new HashSet<>();
    long work = 2 * node.elements();
    for (int t = 0; t < terms.length; t++) {
      if (node.rank(t) != terms[t].length() || terms[t].contains(".")) {
        return -1;
      }
      for (int i = 0; i < terms[t].length(); i++) {
        char letter = terms[t].charAt(i);
        boolean kept =
            sides.length == 2
                ? sides[1].indexOf(letter) >= 0
                : sides[0].indexOf(letter) == sides[0].lastIndexOf(letter);
        if (!kept && summed.add(letter)) {
          work = times(work, node.length(t, i));
        }
      }
    }
    return work;
  }

  private static long window(FlopNode node) {
    if (!(node.attributes().get("kernel_shape") instanceof List<?> kernel)) {
      return -1;
    }
    long window = 1;
    for (Object length : kernel) {
      window *= length instanceof Number n ? n.longValue() : 1;
    }
    return window;
  }

  /**
   * X (time, batch, in) or (batch, time, in), W (directions, gates · units, in), R likewise.
   *
   * @param work products and sums of gates and states for one unit and step, besides the matrices
   */
  private static Rule recurrent(long gates, long work) {
    return node -> {
      if (node.rank(0) != 3 || node.rank(1) != 3 || node.rank(2) != 3) {
        return -1;
      }
      long matrices = 2 * (perChannel(node, 1) + perChannel(node, 2));
      long others = node.length(1, 1) / gates * (gates * (node.has(3) ? 2 : 1) + work);
      return node.length(0, 0) * node.length(0, 1) * node.length(1, 0) * (matrices + others);
    };
  }
}
