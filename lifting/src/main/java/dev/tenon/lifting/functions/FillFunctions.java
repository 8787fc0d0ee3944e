package dev.tenon.lifting.functions;

import dev.tenon.ir.op.Generation;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tensors that are made of lengths: filled with a number, ranges, lengths themselves. */
public final class FillFunctions {
  private FillFunctions() {}

  public static void list(FunctionTable table) {
    table.one(Generation.ConstantOfShape.class, FillFunctions::filled);
    table.one(Generation.Shape.class, FillFunctions::lengths);
    table.one(Generation.Size.class, FillFunctions::size);
    table.one(Generation.Range.class, FillFunctions::range);
    table.one(Generation.EyeLike.class, FillFunctions::unit);
  }

  private static Operand filled(FunctionNode node) {
    Tensor value = node.operator(Generation.ConstantOfShape.class).value();
    Operand operand = node.operands().get(0);
    List<Dim> lengths = operand == null ? null : operand.lengths();
    if (lengths == null || lengths.stream().allMatch(Dim::isKnown)) {
      long[] shape = node.wholes(0, "shape");
      return Operand.of(Tensor.full(value.dtype(), value.getDouble(0), shape));
    }
    return stretched(node, Tensor.full(value.dtype(), value.getDouble(0)), lengths);
  }

  /** Returns numbers stretched to lengths of which one is the open batch. */
  static Operand stretched(FunctionNode node, Tensor numbers, List<Dim> lengths) {
    FunctionWriter writer = node.writer();
    Operand sample = writer.target().sample();
    int lead = lengths.size() - numbers.rank();
    int batch = -1;
    long[] repeats = new long[lengths.size()];
    for (int i = 0; i < repeats.length; i++) {
      boolean samples = lengths.get(i).equals(sample.shape().dim(0)) && batch < 0;
      if (!samples && !lengths.get(i).isKnown()) {
        throw new NoFunctionException("fills axes of open length");
      }
      long have = i < lead ? 1 : numbers.dim(i - lead);
      if (samples && have != 1) {
        throw new NoFunctionException("mixes samples: it has other numbers for each sample");
      }
      repeats[i] = samples || have != 1 ? 1 : lengths.get(i).orMinusOne();
      batch = samples ? i : batch;
    }
    if (batch < 0) {
      throw new NoFunctionException("depends on no input, and in Keras every tensor does");
    }
    Operand result = zeros(writer, sample, numbers.dtype());
    for (int i = 0; i < repeats.length; i++) {
      if (i != batch) {
        result = writer.expandDims(result, i);
      }
    }
    boolean zero = numbers.size() == 1 && numbers.getDouble(0) == 0;
    if (!zero) {
      String join = numbers.dtype() == DType.BOOL ? "LogicalOr" : "Add";
      result = writer.elementwise(join, result, Operand.of(numbers));
    }
    return MovementFunctions.tile(node, result, repeats);
  }

  /** Returns a zero for each sample. */
  private static Operand zeros(FunctionWriter writer, Operand sample, DType type) {
    Map<String, @Nullable Object> config = Map.of("dtype", type.name().toLowerCase(Locale.ROOT));
    List<Arg> key = new ArrayList<>(List.of(FunctionWriter.slice(null, null, null)));
    for (int i = 1; i < sample.rank(); i++) {
      key.add(new Arg.Const(0L));
    }
    Operand first =
        sample.rank() == 1 ? sample : writer.call("GetItem", Map.of(), 0, sample, new Arg.Seq(key));
    return writer.same("ZerosLike", config, first);
  }

  private static long[] known(Shape shape) {
    long[] lengths = new long[shape.ranked() ? shape.rank() : 0];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = shape.length(i);
      if (lengths[i] < 0) {
        throw new NoFunctionException("gives an open length as a number");
      }
    }
    return lengths;
  }

  private static Operand lengths(FunctionNode node) {
    Generation.Shape shape = node.operator(Generation.Shape.class);
    long[] all = known(node.in(0).shape());
    long[] part = Arrays.copyOfRange(all, shape.from(all.length), shape.to(all.length));
    return FunctionWriter.longs(part, part.length);
  }

  private static Operand size(FunctionNode node) {
    long size = 1;
    for (long length : known(node.in(0).shape())) {
      size *= length;
    }
    return FunctionWriter.longs(new long[] {size});
  }

  private static Operand range(FunctionNode node) {
    Tensor start = node.constant(0, "start");
    Tensor limit = node.constant(1, "limit");
    Tensor step = node.constant(2, "step");
    double from = start.getDouble(0);
    double by = step.getDouble(0);
    int count = (int) Math.max(0, Math.ceil((limit.getDouble(0) - from) / by));
    Tensor.Writer numbers = new Tensor.Writer(start.dtype(), count);
    for (int i = 0; i < count; i++) {
      numbers.set(i, from + i * by);
    }
    return Operand.of(numbers.build(count));
  }

  private static Operand unit(FunctionNode node) {
    long[] shape = known(node.in(0).shape());
    long diagonal = node.operator(Generation.EyeLike.class).k();
    int rows = Math.toIntExact(shape[0]);
    int columns = Math.toIntExact(shape[1]);
    Tensor.Writer numbers = new Tensor.Writer(node.dtype(0), rows * columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        numbers.set(i * columns + j, j - i == diagonal ? 1.0 : 0.0);
      }
    }
    return Operand.of(numbers.build(shape));
  }

  /** Returns a constant as a tensor of the model: added to zeros that are made of an input. */
  public static Operand connected(FunctionWriter writer, Operand input, Tensor constant) {
    Map<String, @Nullable Object> type =
        Map.of("dtype", constant.dtype().name().toLowerCase(Locale.ROOT));
    Tensor numbers = FunctionWriter.limited(constant);
    Operand zeros = writer.call("ZerosLike", type, -1, input);
    if (constant.dtype() == DType.BOOL) {
      Operand no = writer.call("Any", Map.of(), -1, zeros);
      return writer.call("LogicalOr", Map.of(), -1, no, Operand.of(numbers));
    }
    Operand zero = writer.cast(writer.call("Sum", Map.of(), -1, zeros), constant.dtype());
    return writer.call("Add", Map.of(), -1, zero, Operand.of(numbers));
  }
}
