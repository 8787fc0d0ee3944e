package dev.tenon.inspect;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Imaging;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Operator;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Reduction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows how many places of the input one place of each value depends on. */
final class ReceptiveFields {
  /**
   * The places that one place of a value sees.
   *
   * @param sizes how many along each spatial axis
   * @param jumps how far apart, in the input, two neighbours of the value are
   */
  record Field(List<Long> sizes, List<Double> jumps) {}

  private ReceptiveFields() {}

  /** Returns the field of every value that has one; a value that sees everything has none. */
  static Map<Value, Field> of(Graph graph) {
    Map<Value, Field> fields = new IdentityHashMap<>();
    for (Value input : graph.inputs()) {
      int axes = input.shape().ranked() ? input.rank() - 2 : 0;
      if (axes >= 1 && axes <= 3) {
        fields.put(input, new Field(Collections.nCopies(axes, 1L), Collections.nCopies(axes, 1.0)));
      }
    }
    for (OperatorNode node : graph.operators()) {
      Field field = after(node, fields);
      if (field != null) {
        for (Value output : node.outputs()) {
          fields.put(output, field);
        }
      }
    }
    return fields;
  }

  private static @Nullable Field after(OperatorNode node, Map<Value, Field> fields) {
    Operator operator = node.operator();
    if (operator instanceof Convolution.Conv conv) {
      return slide(
          fields.get(node.input(0)),
          conv.kernel(node.input(1).shape()),
          conv.strides(),
          conv.dilations());
    }
    if (operator instanceof Convolution.ConvTranspose conv) {
      return spread(fields.get(node.input(0)), conv.kernel(node.input(1).shape()), conv.strides());
    }
    if (operator instanceof Pooling.MaxPool pool) {
      return slide(fields.get(node.input(0)), pool.kernelShape(), pool.strides(), pool.dilations());
    }
    if (operator instanceof Pooling.AveragePool pool) {
      return slide(fields.get(node.input(0)), pool.kernelShape(), pool.strides(), pool.dilations());
    }
    boolean everything =
        operator instanceof Pooling
            || operator instanceof Reduction
            || operator instanceof Imaging
            || operator instanceof Recurrent
            || operator instanceof Linear.Gemm
            || operator instanceof Linear.Einsum
            || operator instanceof Movement.Reshape
            || operator instanceof Movement.Flatten
            || (operator instanceof Normalization
                && !(operator instanceof Normalization.BatchNormalization)
                && !(operator instanceof Normalization.LayerNormalization));
    if (everything) {
      return null;
    }
    return widest(node, fields);
  }

  private static @Nullable Field widest(OperatorNode node, Map<Value, Field> fields) {
    Field widest = null;
    for (Value value : node.reads()) {
      if (value.parameter() != null || value.constant() != null) {
        continue;
      }
      Field field = fields.get(value);
      if (field == null) {
        // What sees everything mixed with what does not sees everything, unless it is one number
        // for each channel of a gate; both are told as everything.
        return null;
      }
      if (widest == null || field.sizes.get(0) > widest.sizes.get(0)) {
        widest = field;
      }
    }
    return widest;
  }

  private static @Nullable Field slide(
      @Nullable Field field,
      List<Long> kernel,
      @Nullable List<Long> strides,
      @Nullable List<Long> dilations) {
    if (field == null || field.sizes.size() != kernel.size()) {
      return null;
    }
    List<Long> sizes = new ArrayList<>();
    List<Double> jumps = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      long dilation = dilations == null ? 1 : dilations.get(i);
      long stride = strides == null ? 1 : strides.get(i);
      double reach = (kernel.get(i) - 1) * dilation * field.jumps.get(i);
      sizes.add(field.sizes.get(i) + Math.round(reach));
      jumps.add(field.jumps.get(i) * stride);
    }
    return new Field(sizes, jumps);
  }

  private static @Nullable Field spread(
      @Nullable Field field, List<Long> kernel, @Nullable List<Long> strides) {
    if (field == null || field.sizes.size() != kernel.size()) {
      return null;
    }
    List<Long> sizes = new ArrayList<>();
    List<Double> jumps = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      long stride = strides == null ? 1 : strides.get(i);
      long reach = (kernel.get(i) - 1) / stride;
      sizes.add(field.sizes.get(i) + Math.round(reach * field.jumps.get(i)));
      jumps.add(field.jumps.get(i) / stride);
    }
    return new Field(sizes, jumps);
  }
}
