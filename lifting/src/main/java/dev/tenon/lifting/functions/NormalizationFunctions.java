package dev.tenon.lifting.functions;

import dev.tenon.internal.collections.OrderedMap;
import dev.tenon.ir.op.Normalization;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Normalizations that no layer writes, in means and products. */
public final class NormalizationFunctions {
  private NormalizationFunctions() {}

  public static void list(FunctionTable table) {
    table.one(Normalization.BatchNormalization.class, NormalizationFunctions::batch);
    table.one(Normalization.InstanceNormalization.class, NormalizationFunctions::instance);
    table.one(Normalization.LpNormalization.class, NormalizationFunctions::length);
    table.one(Normalization.LRN.class, NormalizationFunctions::local);
  }

  /** Returns numbers of each channel beside (batch, channels, spatial…). */
  private static Operand column(FunctionNode node, Operand numbers, int rank) {
    long[] shape = new long[Math.max(1, rank - 1)];
    Arrays.fill(shape, 1);
    shape[0] = numbers.length(0);
    if (numbers.batch() >= 0) {
      node.writer().refuseMixing();
    }
    if (shape.length == 1) {
      return numbers;
    }
    if (shape[0] < 0) {
      throw new NoFunctionException("has an open number of channels");
    }
    return node.writer().reshape(numbers, -1, shape);
  }

  private static Operand first(FunctionNode node, boolean channelsLast) {
    if (channelsLast) {
      throw new NoFunctionException("has its channels last");
    }
    return node.in(0);
  }

  private static Operand batch(FunctionNode node) {
    Normalization.BatchNormalization norm = node.operator(Normalization.BatchNormalization.class);
    if (norm.trainingMode() == 1) {
      throw new NoFunctionException(
          "computes the statistics of the batch, which Keras does in training only");
    }
    FunctionWriter writer = node.writer();
    Operand x = first(node, norm.channelsLast());
    Operand mean = column(node, node.in(3), x.rank());
    Operand variance = column(node, node.in(4), x.rank());
    Operand apart = writer.elementwise("Subtract", x, mean);
    Operand scaled = writer.elementwise("Divide", apart, root(writer, variance, norm.epsilon()));
    return affine(node, scaled);
  }

  private static Operand root(FunctionWriter writer, Operand variance, double epsilon) {
    if (variance.constant() != null) {
      double[] roots = variance.constant().toDoubleArray();
      for (int i = 0; i < roots.length; i++) {
        roots[i] = Math.sqrt(roots[i] + epsilon);
      }
      return Operand.of(Tensor.of(roots, variance.constant().shape()).cast(variance.dtype()));
    }
    Operand sum = writer.add(variance, FunctionWriter.number(variance, epsilon));
    return writer.same("Sqrt", Map.of(), sum);
  }

  private static Operand affine(FunctionNode node, Operand x) {
    Operand scaled = node.writer().multiply(x, column(node, node.in(1), x.rank()));
    return node.writer().add(scaled, column(node, node.in(2), x.rank()));
  }

  private static Operand instance(FunctionNode node, Normalization.InstanceNormalization norm) {
    FunctionWriter writer = node.writer();
    Operand x = first(node, norm.channelsLast());
    List<Long> axes = new ArrayList<>();
    for (int i = 2; i < x.rank(); i++) {
      writer.along(x, i);
      axes.add((long) i);
    }
    Operand mean = writer.same("Mean", OrderedMap.of("axis", axes, "keepdims", true), x);
    Operand apart = writer.elementwise("Subtract", x, mean);
    Operand square = writer.multiply(apart, apart);
    Operand variance = writer.same("Mean", OrderedMap.of("axis", axes, "keepdims", true), square);
    Operand normal = writer.elementwise("Divide", apart, root(writer, variance, norm.epsilon()));
    return affine(node, normal);
  }

  /** Divides by the length of vectors; one of zeros stays zeros, as in ONNX Runtime. */
  private static Operand length(FunctionNode node) {
    Normalization.LpNormalization norm = node.operator(Normalization.LpNormalization.class);
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    int axis = x.axis(norm.axis());
    writer.along(x, axis);
    List<Long> axes = List.of((long) axis);
    String part = norm.p() == 1 ? "Absolute" : "Square";
    Operand sum =
        writer.same(
            "Sum", OrderedMap.of("axis", axes, "keepdims", true), writer.same(part, Map.of(), x));
    Operand size = norm.p() == 1 ? sum : writer.same("Sqrt", Map.of(), sum);
    Operand none = writer.elementwise("Equal", size, FunctionWriter.number(size, 0));
    Operand divisor = writer.where(none, FunctionWriter.number(size, 1), size);
    return writer.elementwise("Divide", x, divisor);
  }

  /** Divides by what the squares of neighbouring channels add up to. */
  private static Operand local(FunctionNode node, Normalization.LRN norm) {
    FunctionWriter writer = node.writer();
    Operand x = first(node, norm.channelsLast());
    long channels = x.length(1);
    if (channels < 0) {
      throw new NoFunctionException("has an open number of channels");
    }
    long[] before = new long[x.rank()];
    long[] after = new long[x.rank()];
    before[1] = (norm.size() - 1) / 2;
    after[1] = norm.size() - 1 - before[1];
    Operand squares = writer.pad(writer.same("Square", Map.of(), x), before, after, 0);
    Operand sum = null;
    for (long i = 0; i < norm.size(); i++) {
      Operand one = writer.cut(squares, 1, i, i + channels, null);
      sum = sum == null ? one : writer.add(sum, one);
    }
    if (sum == null) {
      throw new NoFunctionException("adds up no channels");
    }
    double factor = norm.alpha() / (double) norm.size();
    Operand scaled = writer.multiply(sum, FunctionWriter.number(sum, factor));
    Operand base = writer.add(scaled, FunctionWriter.number(sum, norm.bias()));
    Operand power = writer.elementwise("Power", base, FunctionWriter.number(sum, norm.beta()));
    return writer.elementwise("Divide", x, power);
  }
}
