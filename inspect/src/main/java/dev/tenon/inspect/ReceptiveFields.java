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
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows how many places of the input one place of each value depends on. */
final class ReceptiveFields {
  /** What one place of a value sees along each spatial axis. */
  record Field(List<Sight> axes) {
    /** Returns how many places it sees along each axis, at most. */
    List<Long> sizes() {
      return axes.stream().map(Sight::size).toList();
    }
  }

  private ReceptiveFields() {}

  /** Returns the field of every value that has one; a value that sees everything has none. */
  static Map<Value, Field> of(Graph graph) {
    Map<Value, Field> fields = new IdentityHashMap<>();
    for (Value input : graph.inputs()) {
      int axes = input.shape().ranked() ? input.rank() - 2 : 0;
      if (axes >= 1 && axes <= 3) {
        fields.put(input, new Field(Collections.nCopies(axes, Sight.INPUT)));
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
    if (operator instanceof Convolution conv) {
      Window window =
          new Window(
              conv.kernel(node.input(1).shape()),
              conv.strides(),
              conv.dilations(),
              conv.pads(),
              conv.autoPad());
      Field seen = fields.get(node.input(0));
      return conv instanceof Convolution.ConvTranspose ? window.spread(seen) : window.slide(seen);
    }
    if (operator instanceof Pooling.MaxPool pool) {
      Window window =
          new Window(
              pool.kernelShape(), pool.strides(), pool.dilations(), pool.pads(), pool.autoPad());
      return window.slide(fields.get(node.input(0)));
    }
    if (operator instanceof Pooling.AveragePool pool) {
      Window window =
          new Window(
              pool.kernelShape(), pool.strides(), pool.dilations(), pool.pads(), pool.autoPad());
      return window.slide(fields.get(node.input(0)));
    }
    if (operator instanceof Imaging.Resize resize && resize.antialias() == 0) {
      return enlarge(fields.get(node.input(0)), node, resize.mode());
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
      if (widest == null || field.axes.get(0).size() > widest.axes.get(0).size()) {
        widest = field;
      }
    }
    return widest;
  }

  /** A place of an enlarged picture sees one place, two or four of the picture along each axis. */
  private static @Nullable Field enlarge(@Nullable Field field, OperatorNode node, String mode) {
    Shape in = node.input(0).shape();
    Shape out = node.output().shape();
    if (field == null || !in.ranked() || !out.ranked()) {
      return null;
    }
    // The axis of the channels keeps its length.
    int first = in.length(1) == out.length(1) ? 2 : 1;
    if (first == 2 && in.length(-1) == out.length(-1)) {
      return null;
    }
    long taps = mode.equals("nearest") ? 1 : mode.equals("linear") ? 2 : 4;
    List<@Nullable Sight> axes = new ArrayList<>();
    for (int i = 0; i < field.axes.size(); i++) {
      long from = in.length(first + i);
      long to = out.length(first + i);
      boolean whole = from > 0 && to > 0 && to % from == 0;
      axes.add(whole ? field.axes.get(i).enlarge(to / from, taps == 4 ? 1 : 0, taps) : null);
    }
    return field(axes);
  }

  private static @Nullable Field field(List<@Nullable Sight> axes) {
    List<Sight> known = new ArrayList<>();
    for (Sight sight : axes) {
      if (sight == null) {
        return null;
      }
      known.add(sight);
    }
    return new Field(known);
  }

  /** A kernel, or the window of a pooling. */
  private record Window(
      List<Long> kernel,
      @Nullable List<Long> strides,
      @Nullable List<Long> dilations,
      @Nullable List<Long> pads,
      String autoPad) {
    @Nullable Field slide(@Nullable Field field) {
      return each(field, Sight::slide);
    }

    @Nullable Field spread(@Nullable Field field) {
      return each(field, Sight::spread);
    }

    private @Nullable Field each(@Nullable Field field, Move move) {
      if (field == null || field.axes.size() != kernel.size()) {
        return null;
      }
      List<@Nullable Sight> axes = new ArrayList<>();
      for (int i = 0; i < kernel.size(); i++) {
        long dilation = dilations == null ? 1 : dilations.get(i);
        long stride = strides == null ? 1 : strides.get(i);
        long reach = (kernel.get(i) - 1) * dilation + 1;
        // Where the length is no multiple of the stride, Keras pads one more or less.
        long same = autoPad.startsWith("SAME") ? Math.max(0, reach - stride) / 2 : 0;
        long pad = pads == null ? same : pads.get(i);
        axes.add(move.of(field.axes.get(i), kernel.get(i), stride, dilation, pad));
      }
      return field(axes);
    }
  }

  private interface Move {
    @Nullable Sight of(Sight sight, long kernel, long stride, long dilation, long pad);
  }
}
