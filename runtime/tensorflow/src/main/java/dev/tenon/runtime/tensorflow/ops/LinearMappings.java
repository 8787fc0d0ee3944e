package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Linear;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.Output;

/** How products of matrices are written. */
final class LinearMappings {
  private LinearMappings() {}

  static void register(MappingTable to) {
    to.single(Linear.Det.class, (o, at) -> Determinants.determinant(at));
    to.single(Linear.Inverse.class, (o, at) -> Determinants.inverse(at));
    to.single(Linear.MatrixSolve.class, (o, at) -> Determinants.solve(at));
    to.single(Linear.MatMul.class, (o, at) -> matMul(at));
    to.single(Linear.Gemm.class, LinearMappings::gemm);
    to.single(Linear.Einsum.class, (o, at) -> einsum(at, o.equation().replace(" ", "")));
  }

  private static Output<?> matMul(NodeContext at) {
    Tf tf = at.tf();
    if (!at.shape(0).ranked() || !at.shape(1).ranked()) {
      // What comes out of branches mostly has two axes and more; a vector is refused in the run.
      return tf.binary("BatchMatMulV2", at.in(0), at.in(1));
    }
    int a = at.rank(0);
    int b = at.rank(1);
    if (a == 1 || b == 1) {
      Output<?> left = a == 1 ? tf.expandDims(at.in(0), 0) : at.in(0);
      Output<?> right = b == 1 ? tf.expandDims(at.in(1), 1) : at.in(1);
      Output<?> product = product(tf, left, Math.max(a, 2), right, Math.max(b, 2));
      if (a == 1) {
        product = tf.squeeze(product, -2);
      }
      return b == 1 ? tf.squeeze(product, -1) : product;
    }
    if (a > 2 && b == 2) {
      return flat(at, a);
    }
    return a == 2
        ? product(tf, at.in(0), a, at.in(1), b)
        : BatchProducts.emit(at, at.in(0), at.in(1));
  }

  private static Output<?> product(Tf tf, Output<?> left, int a, Output<?> right, int b) {
    return tf.binary(a == 2 && b == 2 ? "MatMul" : "BatchMatMulV2", left, right);
  }

  /** One large product is faster than one for each entry of the batch. */
  private static Output<?> flat(NodeContext at, int rank) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Shape shape = at.shape(0);
    Shape kernel = at.shape(1);
    Output<?> inner =
        kernel.dim(0).isKnown() ? tf.scalar(kernel.length(0)) : tf.length(at.in(1), 0);
    Output<?> rows = tf.reshape(x, tf.pack(List.of(tf.scalar(-1), inner), 0));
    Output<?> product = tf.binary("MatMul", rows, at.in(1));
    List<Output<?>> lengths = new ArrayList<>();
    Output<?> dynamic = null;
    int unknown = 0;
    for (int i = 0; i < rank - 1; i++) {
      unknown += shape.dim(i).isKnown() ? 0 : 1;
    }
    for (int i = 0; i < rank - 1; i++) {
      if (shape.dim(i).isKnown()) {
        lengths.add(tf.scalar(shape.length(i)));
      } else if (unknown == 1) {
        lengths.add(tf.scalar(-1));
      } else {
        dynamic = dynamic == null ? tf.shape(x) : dynamic;
        lengths.add(tf.element(dynamic, i));
      }
    }
    lengths.add(kernel.dim(1).isKnown() ? tf.scalar(kernel.length(1)) : tf.length(at.in(1), 1));
    return tf.reshape(product, tf.pack(lengths, 0));
  }

  private static Output<?> gemm(Linear.Gemm o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> product =
        tf.op("MatMul")
            .in(at.in(0), at.in(1))
            .attr("transpose_a", o.transA() == 1)
            .attr("transpose_b", o.transB() == 1)
            .out();
    if (o.alpha() != 1) {
      product = tf.mul(product, o.alpha());
    }
    if (!at.has(2) || o.beta() == 0) {
      return product;
    }
    Output<?> addend = o.beta() == 1 ? at.in(2) : tf.mul(at.in(2), o.beta());
    Shape c = at.shape(2);
    boolean bias =
        at.dtype(0).isFloating()
            && c.ranked()
            && c.rank() == 1
            && c.dim(0).isKnown()
            && c.length(0) == at.outputShape().length(-1);
    return tf.binary(bias ? "BiasAdd" : "AddV2", product, addend);
  }

  private static Output<?> einsum(NodeContext at, String equation) {
    Tf tf = at.tf();
    String full = equation.contains("->") ? equation : equation + "->" + implicitOutput(equation);
    int arrow = full.indexOf("->");
    List<String> terms = new ArrayList<>(List.of(full.substring(0, arrow).split(",", -1)));
    String result = full.substring(arrow + 2);
    List<Output<?>> operands = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      operands.add(at.in(i));
    }
    // TensorFlow's operation takes at most two operands: more are multiplied from the left.
    while (terms.size() > 2) {
      String kept = keptLetters(terms, result);
      Output<?> product =
          apply(tf, terms.get(0) + "," + terms.get(1) + "->" + kept, operands.subList(0, 2));
      terms.subList(0, 2).clear();
      operands.subList(0, 2).clear();
      terms.add(0, kept);
      operands.add(0, product);
    }
    return apply(tf, String.join(",", terms) + "->" + result, operands);
  }

  private static Output<?> apply(Tf tf, String equation, List<Output<?>> operands) {
    return tf.op("Einsum").list(List.copyOf(operands)).attr("equation", equation).out();
  }

  private static String keptLetters(List<String> terms, String result) {
    String first = terms.get(0) + terms.get(1);
    StringBuilder later = new StringBuilder(result);
    for (int i = 2; i < terms.size(); i++) {
      later.append(terms.get(i));
    }
    Set<Character> kept = new LinkedHashSet<>();
    boolean ellipsis = first.contains("...");
    for (int i = 0; i < first.length(); i++) {
      char letter = first.charAt(i);
      if (letter != '.' && later.indexOf(String.valueOf(letter)) >= 0) {
        kept.add(letter);
      }
    }
    StringBuilder letters = new StringBuilder(ellipsis ? "..." : "");
    kept.forEach(letters::append);
    return letters.toString();
  }

  /** Without an arrow the result has the letters that occur once, in alphabetical order. */
  private static String implicitOutput(String terms) {
    StringBuilder letters = new StringBuilder(terms.contains("...") ? "..." : "");
    terms
        .chars()
        .filter(Character::isLetter)
        .filter(c -> terms.indexOf(c) == terms.lastIndexOf(c))
        .sorted()
        .forEach(c -> letters.append((char) c));
    return letters.toString();
  }
}
