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
 * Operators for gradients, which only a {@link Trainer} computes.
 *
 * <p>They occur in the graphs of a {@link TrainProgram} and in no file.
 */
public sealed interface Differentiation extends Operator {
  /**
   * The gradients of the sum of a tensor. Inputs: target, then sources; one gradient for each
   * source.
   *
   * <p>The gradient of a source without influence on the target is zero. Gradients can be
   * differentiated again.
   *
   * @param forms the form of each gradient, in the order of the sources
   */
  record Gradient(List<Form> forms) implements Differentiation {
    public Gradient {
      forms = List.copyOf(forms);
    }

    /** The form of a gradient. */
    public enum Form {
      /** A tensor of the source's shape. */
      WHOLE,
      /**
       * For a parameter whose rows are gathered: one slice for each read of a row. A second result
       * has the numbers of these rows, an int64 vector.
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

  /** The same tensor without a gradient. */
  record StopGradient() implements Differentiation {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }
}
