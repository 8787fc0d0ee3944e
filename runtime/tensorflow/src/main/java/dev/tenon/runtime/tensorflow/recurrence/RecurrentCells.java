package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import java.util.List;

/** What one step of ONNX's LSTM, GRU and RNN computes. */
final class RecurrentCells {
  private RecurrentCells() {}

  /** Gates i o f c; peepholes i o f. */
  record Lstm(boolean inputForget) implements OnnxRecurrent.Cell {
    @Override
    public int gates() {
      return 4;
    }

    @Override
    public int states() {
      return 2;
    }

    @Override
    public List<Value> next(Ops ops, OnnxRecurrent.Step step, RecurrentActivations f) {
      Value c = step.states().get(1);
      long u = step.units();
      Value sum = ops.add(step.input(), recurrent(ops, step));
      List<Value> gates = ops.split(sum, 1, u, u, u, u);
      Value i = f.apply(ops, 0, see(ops, step, 0, gates.get(0), c));
      Value forget =
          inputForget ? ops.sub(1, i) : f.apply(ops, 0, see(ops, step, 2, gates.get(2), c));
      Value fresh = f.apply(ops, 1, gates.get(3));
      Value next = ops.add(ops.mul(forget, c), ops.mul(i, fresh));
      Value o = f.apply(ops, 0, see(ops, step, 1, gates.get(1), next));
      return List.of(ops.mul(o, f.plain(ops, 2, next)), next);
    }

    private static Value see(Ops ops, OnnxRecurrent.Step step, int i, Value gate, Value c) {
      return step.peepholes().isEmpty() ? gate : ops.add(gate, ops.mul(step.peepholes().get(i), c));
    }
  }

  /** Gates z r h. */
  record Gru(boolean linearBeforeReset) implements OnnxRecurrent.Cell {
    @Override
    public int gates() {
      return 3;
    }

    @Override
    public int states() {
      return 1;
    }

    @Override
    public List<Value> next(Ops ops, OnnxRecurrent.Step step, RecurrentActivations f) {
      Value h = step.states().get(0);
      long u = step.units();
      List<Value> x = ops.split(step.input(), 1, u, u, u);
      List<Value> kernels = ops.split(step.recurrent(), 1, 2 * u, u);
      List<Value> biases = ops.split(step.bias(), 0, 2 * u, u);
      Value both = ops.add(ops.matMul(h, kernels.get(0)), biases.get(0));
      List<Value> zr = ops.split(both, 1, u, u);
      Value z = f.apply(ops, 0, ops.add(x.get(0), zr.get(0)));
      Value r = f.apply(ops, 0, ops.add(x.get(1), zr.get(1)));
      Value inner =
          linearBeforeReset
              ? ops.mul(r, ops.add(ops.matMul(h, kernels.get(1)), biases.get(1)))
              : ops.add(ops.matMul(ops.mul(r, h), kernels.get(1)), biases.get(1));
      Value fresh = f.apply(ops, 1, ops.add(x.get(2), inner));
      return List.of(ops.add(ops.mul(ops.sub(1, z), fresh), ops.mul(z, h)));
    }
  }

  /** One gate. */
  record Plain() implements OnnxRecurrent.Cell {
    @Override
    public int gates() {
      return 1;
    }

    @Override
    public int states() {
      return 1;
    }

    @Override
    public List<Value> next(Ops ops, OnnxRecurrent.Step step, RecurrentActivations f) {
      return List.of(f.apply(ops, 0, ops.add(step.input(), recurrent(ops, step))));
    }
  }

  private static Value recurrent(Ops ops, OnnxRecurrent.Step step) {
    return ops.add(ops.matMul(step.states().get(0), step.recurrent()), step.bias());
  }
}
