package dev.tenon.ir.graph;

import dev.tenon.tensor.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that a layer owns and that outlives a run: a weight, a state or a constant.
 *
 * <p>Parameters are compared by identity. A layer that is called twice, or used in two models, has
 * each parameter once. A {@link ParameterStore} has their content.
 */
public final class Parameter {
  /** The purpose of a parameter. */
  public enum Role {
    /** Learned by an optimizer. */
    WEIGHT,
    /** Changed by the layer itself, such as a moving average or a seed. */
    STATE,
    /** Fixed, such as the mean of a Normalization layer. */
    CONSTANT
  }

  private final String path;
  private final String name;
  private final long[] shape;
  private final DType dtype;
  private final Role role;
  private final @Nullable KerasObject initializer;

  /**
   * Creates a parameter.
   *
   * @param path the owner's path and the name, such as {@code encoder/dense_1/kernel}
   * @param name Keras' name of the variable, such as {@code kernel}
   * @param shape the shape in the layer's form
   * @param dtype the element type
   * @param role the purpose
   * @param initializer the initializer; null for zeros
   */
  public Parameter(
      String path,
      String name,
      long[] shape,
      DType dtype,
      Role role,
      @Nullable KerasObject initializer) {
    this.path = path;
    this.name = name;
    this.shape = shape.clone();
    this.dtype = dtype;
    this.role = role;
    this.initializer = initializer;
  }

  /** Returns the owner's path and the name, such as {@code encoder/dense_1/kernel}. */
  public String path() {
    return path;
  }

  /** Returns Keras' name of the variable, such as {@code kernel}. */
  public String name() {
    return name;
  }

  /** Returns a copy of the shape. */
  public long[] shape() {
    return shape.clone();
  }

  /** Returns the element type. */
  public DType dtype() {
    return dtype;
  }

  /** Returns the purpose of the parameter. */
  public Role role() {
    return role;
  }

  /** Returns the initializer; null for zeros. */
  public @Nullable KerasObject initializer() {
    return initializer;
  }

  /** Returns the number of elements. */
  public long size() {
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    return size;
  }

  @Override
  public String toString() {
    return path + ": " + dtype.numpyName() + Arrays.toString(shape);
  }
}
