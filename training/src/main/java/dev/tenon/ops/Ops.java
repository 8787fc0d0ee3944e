package dev.tenon.ops;

/**
 * The functions of {@code keras.ops} with Keras' names in camel case, positional arguments and
 * defaults.
 *
 * <p>On a {@link dev.tenon.layers.base.KerasTensor} a function adds an operation to the graph of a
 * model, which is saved as Keras' own operation. On a {@link dev.tenon.tensor.Tensor} it computes
 * immediately. A {@code Tensor} next to a symbolic tensor is a constant of the model.
 *
 * <pre>{@code
 * KerasTensor y = Ops.sin(Ops.add(x, 1));
 * Tensor c = Ops.einsum("ij,jk->ik", a, b);
 * }</pre>
 *
 * <p>Python's None is {@code null}; an axis is a number or an array of numbers. Results have the
 * element types of Keras on TensorFlow. The engine of immediate results is that of {@code
 * -Dtenon.engine}, TensorFlow by default; small ones are computed in Java alone.
 *
 * @see <a href="https://keras.io/api/ops/">Keras: ops</a>
 */
@OperationTable(
    value = "operations.tsv",
    parent = "MatrixFunctions",
    chapters = {"core", "numpy", "nn", "linalg", "math", "image"})
public final class Ops extends ImageFunctions {
  private Ops() {}
}
