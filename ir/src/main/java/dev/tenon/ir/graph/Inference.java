package dev.tenon.ir.graph;

import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types and known contents of an operator's inputs, for the inference of its output types. */
public final class Inference {
  private final List<@Nullable TensorType> types;
  private final List<@Nullable Tensor> constants;

  /**
   * Creates the view.
   *
   * @param types the types of the inputs; null for an absent one
   * @param constants the contents of the inputs; null for an unknown one
   */
  public Inference(List<@Nullable TensorType> types, List<@Nullable Tensor> constants) {
    this.types = Collections.unmodifiableList(new ArrayList<>(types));
    this.constants = Collections.unmodifiableList(new ArrayList<>(constants));
  }

  /** Creates the view of operands; null for absent ones. */
  public static Inference of(List<@Nullable Value> operands) {
    List<@Nullable TensorType> types = new ArrayList<>();
    List<@Nullable Tensor> constants = new ArrayList<>();
    for (Value operand : operands) {
      types.add(operand == null ? null : operand.type());
      constants.add(operand == null ? null : operand.constant());
    }
    return new Inference(types, constants);
  }

  /** Returns the types of all inputs; null for absent ones. */
  public List<@Nullable TensorType> types() {
    return types;
  }

  /** Returns the number of inputs, absent ones in between included. */
  public int count() {
    return types.size();
  }

  /** Returns whether an input is given. */
  public boolean has(int index) {
    return index < types.size() && types.get(index) != null;
  }

  /**
   * Returns the type of an input.
   *
   * @throws IllegalArgumentException if it is absent
   */
  public TensorType type(int index) {
    TensorType type = index < types.size() ? types.get(index) : null;
    if (type == null) {
      throw new IllegalArgumentException("input " + index + " is missing");
    }
    return type;
  }

  /** Returns the shape of an input. */
  public Shape shape(int index) {
    return type(index).shape();
  }

  /** Returns the element type of an input. */
  public DType dtype(int index) {
    return type(index).dtype();
  }

  /** Returns the content of an input, or null if it is not known before the run. */
  public @Nullable Tensor constant(int index) {
    return index < constants.size() ? constants.get(index) : null;
  }

  /** Returns the integers of a constant input, or null if they are not known before the run. */
  public long @Nullable [] longs(int index) {
    Tensor constant = constant(index);
    return constant == null ? null : constant.toLongArray();
  }
}
