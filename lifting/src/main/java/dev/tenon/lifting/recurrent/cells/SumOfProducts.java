package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import dev.tenon.lifting.axes.RowUses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as a sum of products of other values, entry by entry: however it is written, {@code z * h
 * + (1 - z) * n} is the same sum.
 *
 * <p>Values that several nodes read are taken as they are: a cell's state is one, what is computed
 * on the way to it is not.
 */
final class SumOfProducts {
  private static final int MOST = 6;
  private static final int DEEPEST = 12;

  private final Map<List<Value>, Double> terms;

  private SumOfProducts(Map<List<Value>, Double> terms) {
    this.terms = terms;
  }

  /** Returns the sum that a value is; null where it is a long one or none of products. */
  static @Nullable SumOfProducts of(RowUses uses, Value value) {
    Map<List<Value>, Double> terms = new Expansion(uses).expand(value, DEEPEST);
    return terms == null ? null : new SumOfProducts(terms);
  }

  int size() {
    return terms.size();
  }

  /** Returns the products that have some number of values and this factor. */
  List<List<Value>> products(int values, double factor) {
    List<List<Value>> found = new ArrayList<>();
    terms.forEach(
        (product, own) -> {
          if (product.size() == values && own == factor) {
            found.add(product);
          }
        });
    return found;
  }

  private static List<Value> sorted(List<Value> product) {
    return product.stream().sorted(Comparator.comparing(Value::name)).toList();
  }

  private record Expansion(RowUses uses) {
    @Nullable Map<List<Value>, Double> expand(Value value, int depth) {
      double[] row = RowUses.row(value, 1);
      if (row != null) {
        return one(List.of(), row[0]);
      }
      if (uses.isZero(value)) {
        return Map.of();
      }
      Value base = uses.base(value);
      OperatorNode node = uses.producer(base);
      boolean inner =
          depth == DEEPEST || (uses.isReadOnce(value) && (base == value || uses.isReadOnce(base)));
      if (node == null || !inner || depth == 0 || RowUses.width(base) < 0) {
        return one(List.of(base), 1);
      }
      Operator operator = node.operator();
      boolean sum = operator instanceof Binary.Add || operator instanceof Binary.Sub;
      if (operator instanceof Unary.Neg) {
        Map<List<Value>, Double> x = expand(node.input(0), depth - 1);
        return x == null ? null : added(Map.of(), x, -1);
      }
      if (!sum && !(operator instanceof Binary.Mul)) {
        return one(List.of(base), 1);
      }
      if (!node.reads().stream().allMatch(operand -> fits(operand, base, sum))) {
        return one(List.of(base), 1);
      }
      Map<List<Value>, Double> a = expand(node.input(0), depth - 1);
      Map<List<Value>, Double> b = expand(node.input(1), depth - 1);
      if (a == null || b == null) {
        return null;
      }
      Map<List<Value>, Double> result =
          sum ? added(a, b, operator instanceof Binary.Add ? 1 : -1) : multiplied(a, b);
      return result.size() > MOST ? null : result;
    }

    /** Says whether an operand has as many entries as the result, or is a number that is added. */
    private boolean fits(Value operand, Value result, boolean sum) {
      return uses.isZero(operand)
          || (operand.constant() != null
              ? sum
              : RowUses.width(operand) == RowUses.width(result)
                  && RowUses.sameRows(operand, result));
    }

    private static Map<List<Value>, Double> one(List<Value> product, double factor) {
      return factor == 0 ? Map.of() : Map.of(product, factor);
    }

    private static Map<List<Value>, Double> added(
        Map<List<Value>, Double> a, Map<List<Value>, Double> b, double factor) {
      Map<List<Value>, Double> sum = new HashMap<>(a);
      b.forEach((product, own) -> sum.merge(product, own * factor, Double::sum));
      sum.values().removeIf(own -> own == 0);
      return sum;
    }

    private static Map<List<Value>, Double> multiplied(
        Map<List<Value>, Double> a, Map<List<Value>, Double> b) {
      Map<List<Value>, Double> sum = new HashMap<>();
      a.forEach(
          (left, x) ->
              b.forEach(
                  (right, y) -> {
                    List<Value> both = new ArrayList<>(left);
                    both.addAll(right);
                    sum.merge(sorted(both), x * y, Double::sum);
                  }));
      sum.values().removeIf(own -> own == 0);
      return sum;
    }
  }
}
