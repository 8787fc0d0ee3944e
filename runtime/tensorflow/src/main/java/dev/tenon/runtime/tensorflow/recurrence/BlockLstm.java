package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.ir.op.Recurrent;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.gradient.Gradients;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.BlockLSTM;
import org.tensorflow.op.nn.BlockLSTMGrad;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A recurrence that is Keras' LSTM with its default activations, as the one operation that
 * TensorFlow has for all steps of it: how sequences of unknown length are trained, for TensorFlow's
 * While has no gradient in Java.
 *
 * <p>Its gradient is one operation, too, which TensorFlow's C++ library, where Java takes its
 * gradients from, does not know: it is registered here. Steps of a known number are written one by
 * one, since that runs twice as fast.
 */
final class BlockLstm {
  private static final String TYPE = BlockLSTM.OP_NAME;
  private static final List<String> ACTIVATIONS = List.of("Sigmoid", "Tanh", "Tanh");

  /** Positions among the operation's inputs: the sequence, the states, the weights, peepholes. */
  private static final int FIRST = 1;

  private static final int INPUTS = 9;

  /** Outputs i, cs, f, o, ci, co, h, each (time, batch, units). */
  private static final int OUTPUTS = 7;

  private static final int CELL = 1;
  private static final int HIDDEN = 6;

  private static boolean registered;

  private BlockLstm() {}

  /** Says whether a recurrence is one. */
  static boolean takes(Recurrent.Recurrence o, NodeContext at) {
    Recurrent.SameAs same = o.same();
    return at.training()
        && same != null
        && same.opType().equals("LSTM")
        && same.activations().equals(ACTIVATIONS)
        && at.dtype(0) == DType.FLOAT32
        && same.fits(at.node(), o);
  }

  /** Writes it: the last h and c, then h of all steps in their order. */
  static List<Output<?>> emit(Recurrent.Recurrence o, NodeContext at) {
    register();
    Tf tf = at.tf();
    Output<?> x = o.reverse() ? tf.op("ReverseV2").in(at.in(2), tf.ints(0)).out() : at.in(2);
    int units = Math.toIntExact(same(o).hiddenSize());
    Output<?> none = tf.constant(Tensor.zeros(DType.FLOAT32, units));
    Output<?> bias =
        same(o).bias() ? at.in(5) : tf.constant(Tensor.zeros(DType.FLOAT32, 4L * units));
    List<Output<?>> results =
        tf.op(TYPE)
            .in(tf.length(x, 0), x)
            .in(at.in(1), at.in(0), tf.concat(0, List.of(at.in(3), at.in(4))))
            .in(none, none, none, bias)
            .attr("cell_clip", 0f)
            .attr("use_peephole", false)
            .outs(OUTPUTS);
    Output<?> h = results.get(HIDDEN);
    return List.of(last(tf, h), last(tf, results.get(CELL)), h);
  }

  private static Recurrent.SameAs same(Recurrent.Recurrence o) {
    Recurrent.SameAs same = o.same();
    if (same == null) {
      throw new IllegalArgumentException("no LSTM");
    }
    return same;
  }

  private static Output<?> last(Tf tf, Output<?> sequence) {
    return tf.op("StridedSlice")
        .in(sequence, tf.ints(-1), tf.ints(0), tf.ints(1))
        .attr("shrink_axis_mask", 1)
        .out();
  }

  private static synchronized void register() {
    if (!registered) {
      registered = true;
      TensorFlow.registerCustomGradient(TYPE, BlockLstm::gradient);
    }
  }

  private static List<Operand<?>> gradient(
      Ops ops, GraphOperation lstm, List<Output<?>> gradients) {
    List<Operand<TFloat32>> in = new ArrayList<>();
    for (int i = FIRST; i < INPUTS; i++) {
      in.add(lstm.input(i).expect(TFloat32.class));
    }
    List<Output<TFloat32>> out = new ArrayList<>();
    for (int i = 0; i < OUTPUTS; i++) {
      out.add(lstm.<TFloat32>output(i));
    }
    BlockLSTMGrad<TFloat32> grad =
        ops.nn.blockLSTMGrad(
            lstm.input(0).expect(TInt64.class),
            in.get(0),
            in.get(1),
            in.get(2),
            in.get(3),
            in.get(4),
            in.get(5),
            in.get(6),
            in.get(7),
            out.get(0),
            out.get(1),
            out.get(2),
            out.get(3),
            out.get(4),
            out.get(5),
            out.get(6),
            orZeros(ops, gradients.get(CELL), out.get(CELL)),
            orZeros(ops, gradients.get(HIDDEN), out.get(HIDDEN)),
            false);
    return List.of(
        ops.zerosLike(lstm.input(0)),
        grad.xGrad(),
        grad.csPrevGrad(),
        grad.hPrevGrad(),
        grad.wGrad(),
        grad.wciGrad(),
        grad.wcfGrad(),
        grad.wcoGrad(),
        grad.bGrad());
  }

  private static Operand<TFloat32> orZeros(Ops ops, Output<?> gradient, Output<TFloat32> like) {
    return Gradients.exists(gradient) ? gradient.expect(TFloat32.class) : ops.zerosLike(like);
  }
}
