package dev.tenon.ir.op;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Operators that run along a sequence. */
public sealed interface Recurrent extends OperatorFamily, HasSubgraphs {
  @Override
  default Recurrent mapBodies(UnaryOperator<Graph> pass) {
    return this;
  }

  /**
   * Runs a body once a time step, with the meaning of ONNX Scan.
   *
   * <p>Inputs: the initial states ({@code states} of them), then the sequences ({@code sequences}
   * of them, time first), then the values that stay the same for every step. The body takes the
   * states, one entry of each sequence and the constant values, in this order. It returns the next
   * states, then one entry of each output sequence. Outputs: the last states, then the output
   * sequences, time first. With {@code reverse} the steps run from the last entry to the first. The
   * output sequences are in the order of the steps (the first is that of the last entry), as Keras
   * has it.
   *
   * @param body the graph of one step
   * @param states the number of states
   * @param sequences the number of input sequences
   * @param reverse whether time runs backwards
   * @param same the equivalent ONNX operator, or null
   */
  @NotInOnnx
  record Recurrence(Graph body, int states, int sequences, boolean reverse, @Nullable SameAs same)
      implements Recurrent {
    @Override
    public Recurrence mapBodies(UnaryOperator<Graph> pass) {
      return new Recurrence(pass.apply(body), states, sequences, reverse, same);
    }

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
   * Runs a body once a time step, as ONNX Scan.
   *
   * <p>Inputs and outputs are those of {@link Recurrence}, constant values included. The graph thus
   * shows all operands of the node. ONNX has no such inputs: there the body refers to values of the
   * outer graph by name. A writer of a file therefore lists only the first inputs (states and
   * sequences), of the node and of the body. In the body it writes the names of the node's further
   * operands in place of its further inputs.
   *
   * @param body the graph of one step
   * @param numScanInputs the number of input sequences
   * @param scanInputAxes the time axis of each input sequence; null for 0
   * @param scanInputDirections for each input sequence 1 where time runs backwards; null for 0
   * @param scanOutputAxes the time axis of each output sequence; null for 0
   * @param scanOutputDirections 1 for each output sequence that is built from its end
   * @param states the number of states, which ONNX derives from the number of inputs
   */
  record Scan(
      Graph body,
      long numScanInputs,
      @Nullable List<Long> scanInputAxes,
      @Nullable List<Long> scanInputDirections,
      @Nullable List<Long> scanOutputAxes,
      @Nullable List<Long> scanOutputDirections,
      @NotInOnnx int states)
      implements Recurrent {
    @Override
    public Scan mapBodies(UnaryOperator<Graph> pass) {
      return new Scan(
          pass.apply(body),
          numScanInputs,
          scanInputAxes,
          scanInputDirections,
          scanOutputAxes,
          scanOutputDirections,
          states);
    }

    /** Returns the number of inputs that are constant over all steps. */
    public int invariants() {
      return body.inputs().size() - states - Math.toIntExact(numScanInputs);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      List<TensorType> types = new ArrayList<>();
      for (int i = 0; i < states; i++) {
        types.add(in.type(i));
      }
      int axis = scanInputAxes == null ? 0 : Math.toIntExact(scanInputAxes.get(0));
      Dim time = in.shape(states).dim(axis);
      for (int i = states; i < body.outputs().size(); i++) {
        TensorType step = body.outputs().get(i).type();
        int at = scanOutputAxes == null ? 0 : Math.toIntExact(scanOutputAxes.get(i - states));
        int place = at < 0 ? at + step.shape().rank() + 1 : at;
        types.add(step.with(step.shape().insert(place, time)));
      }
      return types;
    }
  }

  /**
   * A layer of long short-term memory: X, W, R, B, sequence_lens, initial_h, initial_c, P.
   *
   * <p>With {@code layout} 0, X is (time, batch, in), the outputs are Y (time, directions, batch,
   * units), Y_h and Y_c (directions, batch, units). The gates have the order i o f c.
   */
  record LSTM(
      @Nullable List<Float> activationAlpha,
      @Nullable List<Float> activationBeta,
      @Nullable List<String> activations,
      @Nullable Float clip,
      String direction,
      @Nullable Long hiddenSize,
      long inputForget,
      long layout)
      implements Recurrent {
    @Override
    public List<TensorType> infer(Inference in) {
      return results(in, direction, hiddenSize, layout, 2);
    }
  }

  /** A layer of gated recurrent units, gates in the order z r h; see {@link LSTM}. */
  record GRU(
      @Nullable List<Float> activationAlpha,
      @Nullable List<Float> activationBeta,
      @Nullable List<String> activations,
      @Nullable Float clip,
      String direction,
      @Nullable Long hiddenSize,
      long layout,
      long linearBeforeReset)
      implements Recurrent {
    @Override
    public List<TensorType> infer(Inference in) {
      return results(in, direction, hiddenSize, layout, 1);
    }
  }

  /** A plain recurrent layer; see {@link LSTM}. */
  record RNN(
      @Nullable List<Float> activationAlpha,
      @Nullable List<Float> activationBeta,
      @Nullable List<String> activations,
      @Nullable Float clip,
      String direction,
      @Nullable Long hiddenSize,
      long layout)
      implements Recurrent {
    @Override
    public List<TensorType> infer(Inference in) {
      return results(in, direction, hiddenSize, layout, 1);
    }
  }

  private static List<TensorType> results(
      Inference in, String direction, @Nullable Long hiddenSize, long layout, int states) {
    Shape x = in.shape(0).ranked() ? in.shape(0) : Shape.ofRank(3);
    Dim time = x.dim(layout == 0 ? 0 : 1);
    Dim batch = x.dim(layout == 0 ? 1 : 0);
    Dim directions = Dim.of(direction.equals("bidirectional") ? 2 : 1);
    Dim units = in.shape(2).ranked() ? in.shape(2).dim(2) : Dim.unknown();
    if (!units.isKnown() && hiddenSize != null) {
      units = Dim.of(hiddenSize);
    }
    boolean batchFirst = layout == 1;
    List<TensorType> types = new ArrayList<>();
    types.add(
        in.type(0)
            .with(
                batchFirst
                    ? Shape.of(batch, time, directions, units)
                    : Shape.of(time, directions, batch, units)));
    for (int i = 0; i < states; i++) {
      types.add(
          in.type(0)
              .with(
                  batchFirst
                      ? Shape.of(batch, directions, units)
                      : Shape.of(directions, batch, units)));
    }
    return types;
  }

  /**
   * Names the ONNX operator equal to a recurrence.
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
      boolean linearBeforeReset) {

    /** Returns whether the operands and results of a recurrence are those that the operator has. */
    public boolean fits(OperatorNode node, Recurrence loop) {
      int weights = bias ? 3 : 2;
      int states = opType.equals("LSTM") ? 2 : 1;
      return loop.states() == states
          && loop.sequences() == 1
          && node.inputs().size() == states + 1 + weights
          && node.outputs().size() == states + 1
          && node.reads().stream().allMatch(value -> value.dtype() == node.input(0).dtype());
    }
  }
}
