package dev.tenon.ops;

/**
 * The functions of {@code keras.ops}, under Keras' names in camel case and with Keras' positional
 * arguments and defaults.
 *
 * <p>On a {@link dev.tenon.layers.base.KerasTensor} a function builds the graph of a model, which
 * is saved as Keras' own operation. On a {@link dev.tenon.tensor.Tensor} it computes at once. A
 * tensor of numbers beside a symbolic one is a constant of the model.
 *
 * <pre>{@code
 * KerasTensor y = Ops.sin(Ops.add(x, 1));
 * Tensor c = Ops.einsum("ij,jk->ik", a, b);
 * }</pre>
 *
 * <p>An argument of None is {@code null}; an axis is a number or an array of them. The element
 * types of results are those of Keras on TensorFlow. Results at once come from the engine that
 * {@code -Dtenon.engine} names, TensorFlow by default, and small ones from Java alone.
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
