package dev.tenon.ops;

import dev.tenon.engine.Engine;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.functional.Functional;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function of {@code keras.ops} that is being put together: the class that Keras writes
 * for it, its options, and its operands as Keras passes them.
 */
final class OpsCall {
  private final String operation;
  private final Map<String, @Nullable Object> options = new LinkedHashMap<>();
  private final List<@Nullable Object> operands = new ArrayList<>();
  private final Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
  private boolean byRank;
  private @Nullable Engine engine;

  private OpsCall(String operation) {
    this.operation = operation;
  }

  static OpsCall of(String operation) {
    return new OpsCall(operation);
  }

  /** Adds an operand at the next place. */
  OpsCall operand(@Nullable Object value) {
    operands.add(plain(value));
    return this;
  }

  /** Adds each of the operands at the next place. */
  OpsCall operands(Object[] values) {
    for (Object value : values) {
      operand(value);
    }
    return this;
  }

  /** Adds an operand under its name; Keras wants some of them said even where they are None. */
  OpsCall keyword(String name, @Nullable Object value) {
    keywords.put(name, plain(value));
    return this;
  }

  /** Sets what the operation is made with; a tensor is an operand to a call at once. */
  OpsCall option(String name, @Nullable Object value) {
    options.put(name, plain(value));
    return this;
  }

  /** Returns one length as that of all three axes of a volume. */
  static int[] cube(int length) {
    return new int[] {length, length, length};
  }

  static int @Nullable [] cube(int @Nullable [] lengths) {
    return lengths;
  }

  /** Lets one program serve all tensors of the same ranks, at once. */
  OpsCall byRank() {
    byRank = true;
    return this;
  }

  /** Asks for an engine, whichever is the default. */
  OpsCall on(Engine chosen) {
    engine = chosen;
    return this;
  }

  @Nullable Engine engine() {
    return engine;
  }

  String operation() {
    return operation;
  }

  Map<String, @Nullable Object> options() {
    return options;
  }

  List<@Nullable Object> operands() {
    return operands;
  }

  Map<String, @Nullable Object> keywords() {
    return keywords;
  }

  boolean isByRank() {
    return byRank;
  }

  /** Adds the function to the graph that its operands are in, and returns its one result. */
  KerasTensor symbol() {
    return symbols().get(0);
  }

  /** Adds the function to the graph that its operands are in, and returns all results. */
  List<KerasTensor> symbols() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    options.forEach(
        (name, value) -> config.put(name, value instanceof Tensor t ? numbers(t) : value));
    return Functional.applied(new KerasOp(operation, config).member(), operands, keywords);
  }

  /** Returns the one result in the form of the tensors in the lists that are given. */
  Object either() {
    boolean symbolic = isSymbolic(operands) || isSymbolic(new ArrayList<>(keywords.values()));
    return symbolic ? symbol() : value();
  }

  private static boolean isSymbolic(List<?> values) {
    return values.stream()
        .anyMatch(
            value ->
                value instanceof KerasTensor
                    || (value instanceof List<?> list && isSymbolic(list)));
  }

  /** Computes the function at once and returns its one result. */
  Tensor value() {
    return values().get(0);
  }

  /** Computes the function at once and returns all results. */
  List<Tensor> values() {
    return FunctionPrograms.shared().run(this);
  }

  /** Returns a value of Java as calls and configurations hold it. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Number number && !(value instanceof Long)) {
      return number.doubleValue();
    }
    if (value instanceof DType type) {
      return type.numpyName();
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(plain(item)));
      return items;
    }
    if (value != null && value.getClass().isArray()) {
      List<@Nullable Object> items = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        items.add(plain(Array.get(value, i)));
      }
      return items;
    }
    if (value == null
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof String
        || value instanceof Tensor
        || value instanceof KerasTensor
        || value instanceof Arg) {
      return value;
    }
    throw new IllegalArgumentException(
        "an argument of a function is a tensor, a number, a text or a list of them, not "
            + value.getClass().getName());
  }

  /** Returns a tensor's numbers: one number, or a list for each axis. */
  private static Object numbers(Tensor tensor) {
    if (tensor.rank() > 0) {
      List<Object> items = new ArrayList<>();
      for (long i = 0; i < tensor.dim(0); i++) {
        items.add(numbers(tensor.get(i)));
      }
      return items;
    }
    if (tensor.dtype().isFloating()) {
      return tensor.getDouble(0);
    }
    return tensor.getLong(0);
  }
}
