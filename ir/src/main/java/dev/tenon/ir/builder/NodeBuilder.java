package dev.tenon.ir.builder;

import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Adds nodes and constants to a graph. */
abstract class NodeBuilder {
  private final Supplier<GraphBuilder> builder;
  private final Supplier<Origin> origin;
  private final BooleanSupplier activationsAgain;
  private boolean activation;

  NodeBuilder(
      Supplier<GraphBuilder> builder, Supplier<Origin> origin, BooleanSupplier activationsAgain) {
    this.builder = builder;
    this.origin = origin;
    this.activationsAgain = activationsAgain;
  }

  /** Writes the nodes of a layer's activation function, which some layers compute again. */
  public Value activation(Supplier<Value> function) {
    boolean outer = activation;
    activation = true;
    try {
      return function.get();
    } finally {
      activation = outer;
    }
  }

  private Origin origin() {
    Origin at = origin.get();
    return activation && activationsAgain.getAsBoolean()
        ? new Origin(at.path(), at.kind(), true)
        : at;
  }

  /** Applies an operator and returns all its results. */
  public List<Value> applyAll(Operator operator, @Nullable Value... operands) {
    return builder
        .get()
        .apply(operator, hint(operator.opType()), origin(), Arrays.asList(operands));
  }

  /** Applies an operator and returns its first result. */
  public Value apply(Operator operator, @Nullable Value... operands) {
    return applyAll(operator, operands).get(0);
  }

  /** Applies an operator with a given shape of its result in place of the inferred one. */
  public Value applyAs(Shape shape, Operator operator, Value... operands) {
    return applyAs(new TensorType(operands[0].dtype(), shape), operator, operands);
  }

  /** Applies an operator with a given type of its result in place of the inferred one. */
  public Value applyAs(TensorType type, Operator operator, @Nullable Value... operands) {
    return builder
        .get()
        .apply(operator, hint(operator.opType()), origin(), Arrays.asList(operands), List.of(type))
        .get(0);
  }

  /** Applies an operator with given types of its results in place of the inferred ones. */
  public List<Value> applyAllAs(
      List<TensorType> types, Operator operator, List<@Nullable Value> operands) {
    return builder.get().apply(operator, hint(operator.opType()), origin(), operands, types);
  }

  /**
   * Applies an operator with given types of its results and a name, such as that of an ONNX file.
   */
  public List<Value> applyAllAs(
      List<TensorType> types, Operator operator, List<@Nullable Value> operands, String name) {
    return builder.get().apply(operator, hint(name), origin(), operands, types);
  }

  /** Returns the node of this graph that produces a value, or null. */
  public @Nullable OperatorNode producer(Value value) {
    return builder.get().producer(value);
  }

  private String hint(String what) {
    String path = origin.get().path();
    return path.isEmpty() ? what : path + "/" + what;
  }

  /** Returns a constant. */
  public Value constant(Tensor tensor) {
    return builder.get().constant(hint("constant"), tensor);
  }

  /** Returns a constant int64 vector. */
  public Value longs(long... values) {
    return constant(Tensor.of(values, new long[] {values.length}));
  }

  /** Returns a constant number of a given type. */
  public Value scalar(DType dtype, double value) {
    return constant(Tensor.scalar(dtype, value));
  }

  /** Returns a constant number of the type of another value. */
  public Value scalar(Value like, double value) {
    return scalar(like.dtype(), value);
  }
}
