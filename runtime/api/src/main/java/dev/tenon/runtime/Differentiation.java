package dev.tenon.runtime;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Operators about gradients. Only a {@link Trainer} computes them: they occur in the graphs of a
 * {@link TrainProgram}, and in no file.
 */
public sealed interface Differentiation extends Operator {
  /**
   * The gradients of the sum of a tensor: target, then sources; a gradient for each source.
   *
   * <p>The gradient of what the target does not depend on is zero. The gradients are values like
   * others and have gradients of their own.
   *
   * @param forms how each gradient comes, in the order of the sources
   */
  record Gradient(List<Form> forms) implements Differentiation {
    public Gradient {
      forms = List.copyOf(forms);
    }

    /** How a gradient comes. */
    public enum Form {
      /** Of the source's shape. */
      WHOLE,
      /**
       * For a parameter of which only rows are gathered: one slice for each time that a row was
       * read, and as a second result the numbers of these rows, an int64 vector.
       */
      SLICES
    }

    @Override
    public List<TensorType> infer(Inference in) {
      if (in.count() != forms.size() + 1) {
        throw new IllegalArgumentException(
            forms.size() + " gradients are asked for of " + (in.count() - 1) + " sources");
      }
      List<TensorType> types = new ArrayList<>();
      for (int i = 0; i < forms.size(); i++) {
        TensorType source = in.type(i + 1);
        if (forms.get(i) == Form.WHOLE) {
          types.add(source);
        } else {
          Dim reads = Dim.unknown();
          types.add(source.with(source.shape().with(0, reads)));
          types.add(new TensorType(DType.INT64, Shape.of(reads)));
        }
      }
      return types;
    }
  }

  /** The same tensor, of which no gradient is handed on. */
  record StopGradient() implements Differentiation {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }
}
