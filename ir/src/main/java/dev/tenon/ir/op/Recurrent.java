package dev.tenon.ir.op;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that walk along a sequence. */
public sealed interface Recurrent extends Operator {

  /**
   * Runs a body once a time step, with the meaning of ONNX Scan.
   *
   * <p>Inputs: the initial states ({@code states} of them), then the sequences ({@code sequences}
   * of them, time first), then the values that stay the same for every step. The body takes states,
   * one entry of each sequence, and the constant values, in this order, and gives the next states
   * and then one entry of each output sequence. Outputs: the last states, then the output
   * sequences, time first. With {@code reverse} the steps run from the last entry to the first, and
   * the output sequences are in the order of the steps (the first is that of the last entry), as
   * Keras has it.
   *
   * @param body what one step computes
   * @param states how many states
   * @param sequences how many input sequences
   * @param reverse whether time runs backwards
   * @param same the ONNX operator that means exactly the same, or null where there is none
   */
  @NotInOnnx
  record Recurrence(Graph body, int states, int sequences, boolean reverse, @Nullable SameAs same)
      implements Recurrent {
    @Override
    public List<TensorType> infer(Inference in) {
      List<TensorType> types = new ArrayList<>();
      for (int i = 0; i < states; i++) {
        types.add(in.type(i));
      }
      Dim time = in.shape(states).dim(0);
      for (int i = states; i < body.outputs().size(); i++) {
        TensorType step = body.outputs().get(i).type();
        types.add(step.with(Shape.of(time).concat(step.shape())));
      }
      return types;
    }
  }

  /**
   * Says which ONNX operator a recurrence equals.
   *
   * <p>The constant values of the recurrence are then kernel, recurrent kernel and (where {@code
   * bias}) bias in Keras' layout: gates side by side on the last axis, LSTM i f c o, GRU z r h, and
   * a GRU bias of two rows where {@code linearBeforeReset}; the sequence is the layer's input, the
   * states are h and, for an LSTM, c, and the only output sequence is h.
   *
   * @param opType LSTM, GRU or RNN
   * @param hiddenSize the number of units
   * @param activations ONNX's names of the activations, in ONNX's order
   * @param bias whether there is a bias
   * @param linearBeforeReset GRU only: whether the reset gate comes after the product
   */
  record SameAs(
      String opType,
      long hiddenSize,
      List<String> activations,
      boolean bias,
      boolean linearBeforeReset) {}
}
