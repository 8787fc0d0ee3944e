package dev.tenon.lifting.functions;

import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.lifting.axes.KerasTypes;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes single functions of {@code keras.ops} and follows which axis is the batch. */
public final class FunctionWriter {
  /** The most numbers that a constant of a file's configuration may have. */
  private static final int MOST_NUMBERS = 1 << 16;

  private static final Arg NONE = new Arg.Const(null);

  private final FunctionTarget target;
  private final String name;

  public FunctionWriter(FunctionTarget target, String name) {
    this.target = target;
    this.name = name;
  }

  FunctionTarget target() {
    return target;
  }

  /** Says whether the model has the batch that the file fixes. */
  public boolean isFixed() {
    return target.fixedBatch() >= 0;
  }

  /** Applies a function whose batch axis is known, and returns all results. */
  List<Operand> all(String op, Map<String, @Nullable Object> config, int batch, Object... args) {
    // In one order, as one model is to give one file: Map.of has another in each process.
    return all(new KerasOp(op, new TreeMap<>(config)), batch, List.of(args), Map.of());
  }

  private List<Operand> all(
      KerasOp function, int batch, List<Object> args, Map<String, Object> keywords) {
    List<Object> arguments = new ArrayList<>();
    boolean reads = false;
    for (Object arg : args) {
      arguments.add(argument(arg));
      reads |= holdsTensor(arg);
    }
    if (!reads) {
      throw new NoFunctionException("computes with constants only");
    }
    List<Operand> results = new ArrayList<>();
    Map<String, Object> named = new LinkedHashMap<>();
    keywords.forEach((key, value) -> named.put(key, argument(value)));
    for (KerasTensor tensor : target.apply(function, name, arguments, named)) {
      if (!tensor.shape().ranked()) {
        throw new NoFunctionException("gives a number of axes that is not known");
      }
      results.add(Operand.of(tensor, batchOf(tensor, batch)));
    }
    return results;
  }

  /** Returns the axis of the batch; where the file fixes its length, only an axis of that one. */
  private int batchOf(KerasTensor tensor, int batch) {
    if (batch >= tensor.shape().rank()) {
      return -1;
    }
    boolean other = batch >= 0 && isFixed() && tensor.shape().length(batch) != target.fixedBatch();
    return other ? -1 : batch;
  }

  /** Applies a function with one result whose batch axis is known. */
  public Operand call(String op, Map<String, @Nullable Object> config, int batch, Object... args) {
    return all(op, config, batch, args).get(0);
  }

  /** Applies a function of one tensor that keeps the axes. */
  public Operand same(String op, Map<String, @Nullable Object> config, Operand x) {
    return call(op, config, x.batch(), x);
  }

  /** Applies a function element by element, with axes of length 1 stretched. */
  public Operand elementwise(String op, Operand... operands) {
    if (KerasTypes.narrows(Stream.of(operands).map(Operand::dtype))) {
      throw new NoFunctionException(KerasTypes.NARROWED);
    }
    if (op.equals("Add") && BiasAddition.misplaces(operands[0].shape(), operands[1].shape())) {
      return BiasAddition.misplaces(operands[1].shape(), operands[0].shape())
          ? elementwise("Subtract", operands[0], negative(operands[1]))
          : elementwise("Add", operands[1], operands[0]);
    }
    return call(op, Map.of(), aligned(List.of(operands)), (Object[]) operands);
  }

  private Operand negative(Operand x) {
    if (x.dtype().isUnsigned()) {
      throw new NoFunctionException("adds unsigned numbers along an axis of Keras' choice");
    }
    return x.constant() == null
        ? same("Negative", Map.of(), x)
        : Operand.of(x.constant().cast(DType.FLOAT64).scale(-1, 0).cast(x.dtype()));
  }

  private static boolean holdsTensor(Object arg) {
    if (arg instanceof List<?> list) {
      return list.stream().anyMatch(FunctionWriter::holdsTensor);
    }
    return arg instanceof Operand operand && operand.tensor() != null;
  }

  private static Object argument(Object arg) {
    if (arg instanceof List<?> list) {
      return list.stream().map(FunctionWriter::argument).toList();
    }
    if (!(arg instanceof Operand operand)) {
      return arg;
    }
    if (operand.tensor() != null) {
      return operand.tensor();
    }
    Tensor constant = operand.constant();
    if (constant == null) {
      throw new NoFunctionException("computes with lengths that are not known");
    }
    return limited(constant);
  }

  /** Returns a constant that a file's configuration may hold. */
  static Tensor limited(Tensor constant) {
    if (constant.size() > MOST_NUMBERS) {
      throw new NoFunctionException(
          "reads "
              + constant.size()
              + " fixed numbers, which no layer has as weights; a function holds up to "
              + MOST_NUMBERS);
    }
    if (constant.dtype().isSmall() || constant.dtype() == DType.STRING) {
      throw new NoFunctionException("computes with " + constant.dtype());
    }
    return constant;
  }

  /**
   * Returns the axis of the batch of a result whose operands are aligned at their last axes.
   *
   * @throws NoFunctionException where samples would be mixed and the batch is open
   */
  int aligned(List<Operand> operands) {
    int rank = operands.stream().mapToInt(Operand::rank).max().orElse(0);
    int found = -1;
    for (Operand x : operands) {
      if (x.batch() >= 0) {
        int at = x.batch() + rank - x.rank();
        if (found >= 0 && found != at) {
          refuseMixing();
        }
        found = at;
      }
    }
    for (Operand x : operands) {
      int at = found - (rank - x.rank());
      if (found >= 0 && x.batch() < 0 && at >= 0 && x.length(at) != 1) {
        if (!isFixed()) {
          throw new NoFunctionException("mixes samples: it has other numbers for each sample");
        }
      }
    }
    return found;
  }

  /** Refuses what works along an axis where that is an open batch. */
  public void along(Operand x, int axis) {
    if (x.batch() == axis && axis >= 0) {
      refuseMixing();
    }
  }

  public void refuseMixing() {
    if (!isFixed()) {
      throw new NoFunctionException("mixes samples: its axis is the batch");
    }
  }

  /** Returns a number of the type of a tensor. */
  public static Operand number(Operand like, double value) {
    return Operand.of(Tensor.scalar(like.dtype(), value));
  }

  static Operand longs(long[] values, long... shape) {
    return Operand.of(Tensor.of(values, shape));
  }

  public Operand cast(Operand x, DType to) {
    if (x.dtype() == to) {
      return x;
    }
    if (x.constant() != null) {
      return Operand.of(x.constant().cast(to));
    }
    boolean held = isHeld(to) && isHeld(x.dtype());
    if (!held) {
      throw new NoFunctionException("turns " + x.dtype() + " into " + to);
    }
    return same("Cast", Map.of("dtype", to.name().toLowerCase(Locale.ROOT)), x);
  }

  /** Says whether Keras computes with a type. */
  static boolean isHeld(DType type) {
    return !type.isSmall() && type != DType.STRING;
  }

  public Operand add(Operand a, Operand b) {
    return elementwise("Add", a, b);
  }

  public Operand multiply(Operand a, Operand b) {
    return elementwise("Multiply", a, b);
  }

  /** Takes x where the condition holds, and otherwise y. */
  public Operand where(Operand condition, Operand x, Operand y) {
    return elementwise("Where", condition, x, y);
  }

  /** Moves axes: axis k of the result is axis {@code order[k]} of x. */
  public Operand transpose(Operand x, int... order) {
    int batch = -1;
    boolean same = true;
    List<Long> axes = new ArrayList<>();
    for (int k = 0; k < order.length; k++) {
      axes.add((long) order[k]);
      same &= order[k] == k;
      batch = x.batch() == order[k] && x.batch() >= 0 ? k : batch;
    }
    if (same) {
      return x;
    }
    return x.constant() != null
        ? Operand.of(x.constant().transpose(order))
        : call("Transpose", Map.of("axes", axes), batch, x);
  }

  /** Gives x a shape of which one length may be -1. */
  public Operand reshape(Operand x, int batch, long... shape) {
    if (x.constant() != null && Arrays.stream(shape).noneMatch(n -> n < 0)) {
      return Operand.of(x.constant().reshape(shape));
    }
    List<Long> lengths = Arrays.stream(shape).boxed().toList();
    return call("Reshape", Map.of("newshape", lengths), batch, x);
  }

  public Operand expandDims(Operand x, int axis) {
    if (x.constant() != null) {
      return Operand.of(x.constant().expandDims(axis));
    }
    int batch = x.batch() >= axis ? x.batch() + 1 : x.batch();
    return call("ExpandDims", Map.of("axis", (long) axis), batch, x);
  }

  /** Takes the entries of an axis at fixed positions, in their order. */
  public Operand take(Operand x, int axis, long[] positions) {
    along(x, axis);
    Map<String, @Nullable Object> config = Map.of("axis", (long) axis);
    return call("Take", config, x.batch(), x, longs(positions, positions.length));
  }

  /** Python's {@code start:stop:step}. */
  static Arg slice(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {
    return new Arg.Slice(arg(start), arg(stop), arg(step));
  }

  private static Arg arg(@Nullable Long number) {
    return number == null ? NONE : new Arg.Const(number);
  }

  /** Takes a range of one axis. */
  public Operand cut(Operand x, int axis, long start, @Nullable Long stop, @Nullable Long step) {
    along(x, axis);
    List<Arg> key = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      key.add(i == axis ? slice(start, stop, step) : slice(null, null, null));
    }
    return call("GetItem", Map.of(), x.batch(), x, new Arg.Seq(key));
  }

  /** Adds entries of one number at both ends of axes. */
  public Operand pad(Operand x, long[] before, long[] after, double value) {
    return pad(x, before, after, number(x, value));
  }

  /** Adds entries of one number, which may be computed, at both ends of axes. */
  public Operand pad(Operand x, long[] before, long[] after, Operand value) {
    List<List<Long>> widths = new ArrayList<>();
    boolean none = true;
    for (int i = 0; i < before.length; i++) {
      widths.add(List.of(before[i], after[i]));
      none &= before[i] == 0 && after[i] == 0;
      if (before[i] != 0 || after[i] != 0) {
        along(x, i);
      }
    }
    if (none) {
      return x;
    }
    KerasOp function =
        new KerasOp("Pad", new TreeMap<>(Map.of("pad_width", widths, "mode", "constant")));
    Tensor number = value.constant();
    boolean zero = number != null && number.getDouble(0) == 0;
    Map<String, Object> keywords =
        zero
            ? Map.of()
            : Map.of("constant_values", number == null ? value : Operand.of(number.reshape()));
    return all(function, x.batch(), List.of(x), keywords).get(0);
  }

  public Operand concatenate(List<Operand> parts, int axis) {
    int batch = -1;
    for (Operand part : parts) {
      along(part, axis);
      batch = Math.max(batch, part.batch());
    }
    for (Operand part : parts) {
      if (part.batch() != batch && !isFixed()) {
        throw new NoFunctionException("mixes samples: an operand of it has no batch");
      }
    }
    return call("Concatenate", Map.of("axis", (long) axis), batch, parts);
  }
}
